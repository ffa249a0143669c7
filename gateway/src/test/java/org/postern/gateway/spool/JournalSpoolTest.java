package org.postern.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalSpoolTest implements SpoolContract {

  private static final SpoolLimits LIMITS =
      SpoolLimits.DEFAULT.withReserveOctets(0).withQuiet(Duration.ofMillis(50));

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Override
  public Spool spool(int maxMessages) throws IOException {
    return open(LIMITS.withMaxMessages(maxMessages));
  }

  private JournalSpool open(SpoolLimits limits) throws IOException {
    return JournalSpool.open(folder, limits, InstantSource.fixed(Mail.RECEIVED), new Random(42));
  }

  private static long octets(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.sorted().toList();
    }
  }

  private static void overwrite(Path file, long offset, byte[] octets) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(octets), offset);
    }
  }

  @Test
  void everything_is_there_after_a_restart() throws IOException {
    List<Spooled> expected = new ArrayList<>();
    try (Spool spool = open(LIMITS)) {
      for (int i = 0; i < 20; i++) {
        Spooled message = spool.commit(Mail.envelope(i), Mail.data(i, 1000 + i));
        if (i % 2 == 0) {
          message = spool.update(message, Mail.judged(1));
          message = spool.update(message, Mail.judged(i));
        }
        if (i % 5 == 0) {
          spool.remove(message);
        } else {
          expected.add(message);
        }
      }
    }
    for (int restart = 0; restart < 3; restart++) {
      try (Spool spool = open(LIMITS)) {
        assertThat(spool.list()).isEqualTo(expected);
        assertThat(spool.bytesInMemory()).isZero();
        for (Spooled message : spool.list()) {
          int number = (int) message.size() - 1000;
          assertThat(spool.body(message)).isEqualTo(Mail.body(number, 1000 + number));
        }
      }
    }
  }

  @Test
  void ids_do_not_come_back_after_a_restart_of_an_empty_spool() throws IOException {
    long id;
    try (Spool spool = open(LIMITS)) {
      Spooled message = spool.commit(Mail.envelope(1), Mail.data(1, 10));
      id = message.id();
      spool.remove(message);
    }
    try (Spool spool = open(LIMITS)) {
      assertThat(spool.commit(Mail.envelope(1), Mail.data(1, 10)).id()).isGreaterThan(id);
    }
  }

  @Test
  void a_large_body_has_a_file_that_goes_with_its_message() throws IOException {
    SpoolLimits limits = LIMITS.withInlineOctets(1000);
    Spooled message;
    try (Spool spool = open(limits)) {
      message = spool.commit(Mail.envelope(1), Mail.data(1, 100_000));
      assertThat(files("bodies")).hasSize(1);
    }
    try (Spool spool = open(limits)) {
      assertThat(spool.body(message)).isEqualTo(Mail.body(1, 100_000));
      spool.remove(message);
      await().atMost(PATIENCE).until(() -> files("bodies").isEmpty());
    }
  }

  @Test
  void a_body_file_without_a_record_is_deleted_at_start() throws IOException {
    open(LIMITS).close();
    Files.write(folder.resolve("bodies/1z"), new byte[10]);
    Files.write(folder.resolve("bodies/2z.tmp"), new byte[10]);

    open(LIMITS).close();

    assertThat(files("bodies")).isEmpty();
  }

  @Test
  void a_record_whose_body_file_is_gone_is_set_aside() throws IOException {
    SpoolLimits limits = LIMITS.withInlineOctets(1000);
    Spooled other;
    try (Spool spool = open(limits)) {
      spool.commit(Mail.envelope(1), Mail.data(1, 2000));
      other = spool.commit(Mail.envelope(2), Mail.data(2, 200));
    }
    Files.delete(files("bodies").get(0));

    try (Spool spool = open(limits)) {
      assertThat(spool.list()).containsExactly(other);
      assertThat(files("damaged")).hasSize(1);
    }
  }

  @Test
  void a_damaged_body_file_is_not_delivered() throws IOException {
    try (Spool spool = open(LIMITS.withInlineOctets(1000))) {
      Spooled message = spool.commit(Mail.envelope(1), Mail.data(1, 2000));
      spool.park(message);
      overwrite(files("bodies").get(0), 77, new byte[] {1, 2, 3});

      assertThatThrownBy(() -> spool.body(message)).hasMessageContaining("damaged");
    }
  }

  @Test
  void a_body_above_the_budget_does_not_stay_in_memory() throws IOException {
    List<String> closed = Mail.log();
    try (Spool spool = open(LIMITS.withMemoryOctets(1500))) {
      spool.commit(Mail.envelope(1), Mail.data(1, 1000));
      Spooled second =
          spool.commit(Mail.envelope(2), Mail.tracked(Mail.body(2, 1000), true, closed));
      Spooled inFile =
          spool.commit(Mail.envelope(3), Mail.tracked(Mail.body(3, 100), false, closed));

      assertThat(spool.bytesInMemory()).isEqualTo(1000);
      assertThat(closed).hasSize(2);
      assertThat(spool.body(second)).isEqualTo(Mail.body(2, 1000));
      assertThat(spool.body(inFile)).isEqualTo(Mail.body(3, 100));
    }
  }

  @Test
  void data_is_closed_when_the_body_leaves_memory() throws IOException {
    List<String> closed = Mail.log();
    try (Spool spool = open(LIMITS)) {
      Spooled message =
          spool.commit(Mail.envelope(1), Mail.tracked(Mail.body(1, 10), true, closed));
      assertThat(closed).isEmpty();

      spool.park(message);

      assertThat(closed).hasSize(1);
    }
  }

  @Test
  void an_unfinished_record_at_the_end_is_dropped() throws IOException {
    Spooled first;
    try (Spool spool = open(LIMITS)) {
      first = spool.commit(Mail.envelope(1), Mail.data(1, 1000));
      spool.commit(Mail.envelope(2), Mail.data(2, 1000));
    }
    Path file = files("journal").get(0);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 100);
    }
    for (int restart = 0; restart < 2; restart++) {
      try (Spool spool = open(LIMITS)) {
        assertThat(spool.list()).containsExactly(first);
        assertThat(files("damaged")).isEmpty();
      }
    }
  }

  @Test
  void a_damaged_record_is_set_aside_and_hides_no_other() throws IOException {
    List<Spooled> all = new ArrayList<>();
    try (Spool spool = open(LIMITS)) {
      for (int i = 0; i < 5; i++) {
        all.add(spool.commit(Mail.envelope(i), Mail.data(i, 1000)));
      }
    }
    overwrite(files("journal").get(0), 3000, new byte[] {1, 2, 3, 4, 5});

    for (int restart = 0; restart < 2; restart++) {
      try (Spool spool = open(LIMITS)) {
        assertThat(spool.list()).containsExactly(all.get(0), all.get(1), all.get(3), all.get(4));
        assertThat(spool.body(all.get(3))).isEqualTo(Mail.body(3, 1000));
        assertThat(files("damaged")).hasSize(1);
      }
    }
  }

  @Test
  void a_damaged_file_header_hides_no_message() throws IOException {
    Spooled message;
    try (Spool spool = open(LIMITS)) {
      message = spool.commit(Mail.envelope(1), Mail.data(1, 1000));
    }
    overwrite(files("journal").get(0), 0, Mail.body(9, 24));

    try (Spool spool = open(LIMITS)) {
      assertThat(spool.list()).containsExactly(message);
    }
  }

  @Test
  void a_file_of_a_newer_version_refuses_to_start() throws IOException {
    try (Spool spool = open(LIMITS)) {
      spool.commit(Mail.envelope(1), Mail.data(1, 1000));
    }
    overwrite(files("journal").get(0), 4, new byte[] {0, 0, 0, 9});

    assertThatThrownBy(() -> open(LIMITS)).hasMessageContaining("newer");
  }

  @Test
  void a_second_process_is_told_that_the_spool_is_in_use() throws IOException {
    try (Spool spool = open(LIMITS)) {
      assertThat(spool.list()).isEmpty();
      assertThatThrownBy(() -> open(LIMITS))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
    open(LIMITS).close();
  }

  @Test
  void a_closed_spool_says_so() throws IOException {
    Spool spool = open(LIMITS);
    spool.close();

    assertThatThrownBy(() -> spool.commit(Mail.envelope(1), Mail.data(1, 10)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void delivered_messages_leave_the_disk() throws IOException {
    SpoolLimits limits = LIMITS.withSegmentOctets(64 << 10).withInlineOctets(8000);
    try (Spool spool = open(limits)) {
      Spooled waiting = spool.commit(Mail.envelope(0), Mail.data(0, 5000));
      for (int i = 1; i <= 1000; i++) {
        spool.remove(spool.commit(Mail.envelope(i), Mail.data(i, i % 50 == 0 ? 9000 : 5000)));
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(octets(folder)).isLessThan(8000));
      assertThat(spool.body(waiting)).isEqualTo(Mail.body(0, 5000));
      spool.remove(waiting);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(octets(folder)).isZero());
    }
  }

  @Test
  void a_delivered_message_leaves_the_disk_even_beside_many_that_wait() throws IOException {
    SpoolLimits limits = LIMITS.withDeadAtMost(Duration.ofMillis(200));
    byte[] secret =
        "a secret nobody else may read".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try (Spool spool = open(limits)) {
      for (int i = 0; i < 50; i++) {
        spool.park(spool.commit(Mail.envelope(i), Mail.data(i, 1000)));
      }
      spool.remove(spool.commit(Mail.envelope(99), org.postern.mail.smtp.MessageData.of(secret)));

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            for (Path file : files("journal")) {
              assertThat(indexOf(Files.readAllBytes(file), secret)).isEqualTo(-1);
            }
          });
      assertThat(spool.list()).hasSize(50);
    }
  }

  private static int indexOf(byte[] all, byte[] part) {
    return new String(all, java.nio.charset.StandardCharsets.ISO_8859_1)
        .indexOf(new String(part, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @Test
  void messages_that_wait_survive_sweeping_and_restarts() throws IOException {
    SpoolLimits limits = LIMITS.withSegmentOctets(32 << 10);
    List<Spooled> waiting = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      try (Spool spool = open(limits)) {
        assertThat(spool.list()).isEqualTo(waiting);
        waiting.replaceAll(message -> updated(spool, message, Mail.judged(3)));
        for (int i = 0; i < 300; i++) {
          Spooled message = spool.commit(Mail.envelope(i), Mail.data(i, 1000 + i));
          if (i % 10 == 0) {
            waiting.add(updated(spool, message, Mail.judged(i)));
          } else {
            spool.remove(message);
          }
        }
        spool.remove(waiting.removeFirst());
        if (run % 2 == 0) {
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(octets(folder)).isLessThan(600_000));
        }
        for (Spooled message : waiting) {
          int number = (int) message.size() - 1000;
          assertThat(spool.body(message)).isEqualTo(Mail.body(number, 1000 + number));
        }
      }
    }
  }

  private static Spooled updated(Spool spool, Spooled message, Progress progress) {
    try {
      return spool.update(message, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void below_the_reserve_messages_are_refused_and_progress_is_not() throws IOException {
    Spooled message;
    try (Spool spool = open(LIMITS)) {
      message = spool.commit(Mail.envelope(1), Mail.data(1, 1000));
    }
    try (Spool spool = open(LIMITS.withReserveOctets(Long.MAX_VALUE / 2))) {
      assertThatThrownBy(() -> spool.commit(Mail.envelope(2), Mail.data(2, 10)))
          .isInstanceOf(SpoolFull.class);
      spool.remove(spool.update(message, Mail.judged(1)));
      assertThat(spool.list()).isEmpty();
    }
  }
}
