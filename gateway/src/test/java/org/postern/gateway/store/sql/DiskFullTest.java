package org.postern.gateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.NOON;
import static org.postern.gateway.store.Samples.held;
import static org.postern.gateway.store.Samples.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.store.StoreFailed;
import org.postern.gateway.track.TrackLimits;
import org.postern.gateway.track.Tracker;

/// A file system that is full, and has room again later. Needs the right to mount one.
class DiskFullTest {
  @TempDir Path dir;
  private Path disk;
  private Path ballast;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(dir.resolve("disk"));
    ballast = disk.resolve("ballast");
    int code = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
    if (code != 0 && "true".equals(System.getenv("CI"))) {
      fail("the tests of a full disk need the right to mount a tmpfs");
    }
    Assumptions.assumeTrue(
        code == 0, "SKIPPED: the tests of a full disk need the right to mount a tmpfs");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void an_append_without_room_fails_and_the_next_with_room_succeeds() throws IOException {
    try (Database database = Database.open(disk.resolve("postern.db"))) {
      SqlMailLog log = new SqlMailLog(database);
      Set<String> acknowledged = new HashSet<>();
      log.append(List.of(rowOf(0)));
      acknowledged.add("R0");
      fill();
      Throwable failure = null;
      for (int i = 1; i < 10_000 && failure == null; i++) {
        int number = i;
        failure = catchThrowable(() -> log.append(List.of(rowOf(number))));
        if (failure == null) {
          acknowledged.add("R" + i);
        }
      }
      assertThat(failure).isInstanceOf(StoreFailed.class);
      assertThat(((StoreFailed) failure).full()).isTrue();
      Files.delete(ballast);
      log.append(List.of(rowOf(-1)));
      acknowledged.add("R-1");
      assertThat(refs(log)).containsExactlyInAnyOrderElementsOf(acknowledged);
      assertThat(CrashTest.integrity(database)).isEqualTo("ok");
    }
  }

  @Test
  void the_tracker_keeps_rows_until_there_is_room() throws IOException {
    try (Database database = Database.open(disk.resolve("postern.db"));
        Tracker tracker =
            new Tracker(
                new SqlMailLog(database), new SqlExplanations(database), TrackLimits.STANDARD)) {
      fill();
      IntStream.range(0, 3_000).forEach(i -> tracker.log(rowOf(i)));
      assertThat(tracker.flush(Duration.ofMillis(500))).isFalse();
      Files.delete(ballast);
      assertThat(tracker.flush(Duration.ofSeconds(20))).isTrue();
      assertThat(tracker.lost()).isZero();
      assertThat(refs(new SqlMailLog(database))).hasSize(3_000);
    }
  }

  @Test
  void a_message_without_room_is_not_held_and_leaves_nothing() throws IOException {
    byte[] message = new byte[6 << 20];
    new Random(1).nextBytes(message);
    try (Database database = Database.open(disk.resolve("postern.db"))) {
      SqlQuarantine quarantine =
          new SqlQuarantine(database, disk.resolve("quarantine"), InstantSource.system());
      fill();
      assertThatThrownBy(() -> quarantine.hold(List.of(held(A, "R1", "r@a.test")), message))
          .isInstanceOf(IOException.class);
      assertThat(quarantine.entries(Optional.of(A), "R1")).isEmpty();
      Files.delete(ballast);
      quarantine.hold(List.of(held(A, "R1", "r@a.test")), message);
      assertThat(quarantine.message(A, "R1")).contains(message);
      List<String> listed = new ArrayList<>();
      quarantine.list(Optional.of(A), Quarantine.Query.ALL, entry -> listed.add(entry.ref()));
      assertThat(listed).containsExactly("R1");
    }
  }

  private static LogRow rowOf(int number) {
    return row(A, NOON, "R" + number, "s@x.test", "r@y.test");
  }

  private static List<String> refs(MailLog log) {
    List<String> refs = new ArrayList<>();
    log.query(Optional.of(A), MailLog.Query.ALL, found -> refs.add(found.ref()));
    return refs;
  }

  /// Takes all the room.
  private void fill() {
    assertThatThrownBy(() -> Files.write(ballast, new byte[16 << 20]))
        .isInstanceOf(IOException.class);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }
}
