package org.postern.engine.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.postern.engine.bulk.Fingerprint.Kind;

class MemoryBulkCountsTest {

  private static final Fingerprint WAVE = new Fingerprint(Kind.LETTER, 4_711);

  private Instant now = Instant.parse("2026-01-05T12:00:00Z");
  private final BulkCounts counts =
      new MemoryBulkCounts(BulkRoom.STANDARD, () -> now, new Random(1));

  private Tally add(Fingerprint print, String recipient, int sender) {
    return counts
        .add(
            List.of(print),
            new Sighting(List.of(recipient), "org" + sender + ".example", "net" + sender))
        .getFirst();
  }

  private static String recipient(int number) {
    return "user" + number + "@a.example";
  }

  @Test
  void counts_recipients_and_senders_within_each_window() {
    Tally last = add(WAVE, recipient(0), 0);
    for (int i = 1; i < 50; i++) {
      now = now.plusSeconds(60);
      last = add(WAVE, recipient(i), i % 7);
    }
    assertThat(last.in(Window.TEN_MINUTES)).isEqualTo(new Tally.Count(11, 7, 7, true));
    assertThat(last.in(Window.HOUR)).isEqualTo(new Tally.Count(50, 7, 7, true));
    now = now.plus(Duration.ofHours(2));
    assertThat(add(WAVE, recipient(0), 0).in(Window.HOUR))
        .isEqualTo(new Tally.Count(1, 1, 1, true));
    now = now.plus(Duration.ofDays(2));
    assertThat(add(WAVE, recipient(0), 0).in(Window.DAY)).isEqualTo(new Tally.Count(1, 1, 1, true));
  }

  @Test
  void the_same_recipient_counts_once_however_often_it_comes() {
    Tally last = add(WAVE, recipient(1), 1);
    for (int i = 0; i < 100; i++) {
      last = add(WAVE, recipient(1), 1);
    }
    assertThat(last.in(Window.DAY)).isEqualTo(new Tally.Count(1, 1, 1, true));
    assertThat(add(WAVE, recipient(2), 1).in(Window.DAY)).isEqualTo(new Tally.Count(2, 1, 1, true));
  }

  @Test
  void a_transaction_with_thirty_recipients_counts_thirty() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(recipient(i));
    }
    Tally tally = counts.add(List.of(WAVE), new Sighting(all, "org.example", "net")).getFirst();
    assertThat(tally.in(Window.TEN_MINUTES)).isEqualTo(new Tally.Count(30, 1, 1, true));
  }

  @Test
  void large_counts_are_estimated_within_a_third() {
    Tally last = add(WAVE, recipient(0), 0);
    for (int i = 1; i < 20_000; i++) {
      last = add(WAVE, recipient(i), i % 500);
      if (i == 127) {
        assertThat(last.in(Window.HOUR).recipients()).isEqualTo(128);
      }
    }
    Tally.Count count = last.in(Window.HOUR);
    assertThat(count.exact()).isFalse();
    assertThat(count.recipients()).isCloseTo(20_000, within(6_600));
    assertThat(count.networks()).isCloseTo(500, within(250));
  }

  @Test
  void ever_new_mail_does_not_push_out_what_is_counted_much() {
    for (int i = 0; i < 40; i++) {
      add(WAVE, recipient(i), i % 20);
    }
    for (int i = 0; i < 1_000_000; i++) {
      Fingerprint unique = new Fingerprint(Kind.TEXT, i);
      add(unique, recipient(1), 1);
      if (i % 2 == 0) {
        add(unique, recipient(2), 1);
      }
    }
    assertThat(add(WAVE, recipient(40), 0).in(Window.HOUR))
        .isEqualTo(new Tally.Count(41, 20, 20, true));
  }

  @Test
  void what_is_full_still_counts_what_is_new() {
    for (int i = 0; i < 400_000; i++) {
      Fingerprint one = new Fingerprint(Kind.TEXT, i / 4);
      add(one, recipient(i % 4), i % 4);
    }
    Tally last = add(WAVE, recipient(0), 0);
    for (int i = 0; i < 40; i++) {
      last = add(WAVE, recipient(i), 0);
    }
    assertThat(last.in(Window.HOUR).recipients()).isCloseTo(40, within(16));
  }

  @Test
  void kinds_are_counted_apart() {
    add(WAVE, recipient(1), 1);
    Fingerprint other = new Fingerprint(Kind.FILE, WAVE.value());
    assertThat(add(other, recipient(2), 1).in(Window.DAY).recipients()).isEqualTo(1);
  }

  @Test
  void threads_lose_nothing() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread * 30;
        all.add(
            threads.submit(() -> {
              for (int i = 0; i < 2_000; i++) {
                add(WAVE, recipient(first + i % 30), 1);
                add(new Fingerprint(Kind.TEXT, i % 97), recipient(first + i % 7), 1);
              }
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(add(WAVE, recipient(0), 1).in(Window.DAY).recipients()).isEqualTo(120);
    assertThat(add(new Fingerprint(Kind.TEXT, 5), recipient(0), 1).in(Window.DAY).recipients())
        .isEqualTo(28);
  }
}
