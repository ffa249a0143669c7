package org.postern.gateway.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.MemoryExplanations;
import org.postern.gateway.store.MemoryMailLog;
import org.postern.gateway.store.Samples;
import org.postern.gateway.store.StoreFailed;
import org.postern.gateway.store.Together;
import org.postern.gateway.tenant.TenantId;

class TrackerTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final MemoryMailLog kept = new MemoryMailLog();
  private final FaultyMailLog mailLog = new FaultyMailLog(kept);
  private final MemoryExplanations explanations = new MemoryExplanations();

  @Test
  void rows_and_explanations_are_stored_without_being_asked() {
    try (Tracker tracker = new Tracker(mailLog, explanations, TrackLimits.STANDARD)) {
      tracker.log(row(1));
      tracker.explain(Samples.explanation(A, "R1", "{}"));
      await()
          .untilAsserted(() -> {
            assertThat(kept.rows()).containsExactly(row(1));
            assertThat(explanations.find(Optional.of(A), "R1")).hasSize(1);
          });
    }
  }

  @Test
  void rows_of_one_writer_keep_their_order_and_come_in_few_batches() {
    try (Tracker tracker = new Tracker(mailLog, explanations, TrackLimits.STANDARD)) {
      IntStream.range(0, 1_000).forEach(i -> tracker.log(row(i)));
      assertThat(tracker.flush(LONG)).isTrue();
      assertThat(kept.rows()).extracting(LogRow::ref).containsExactlyElementsOf(refs(1_000));
      assertThat(mailLog.appends.get()).isLessThan(20);
    }
  }

  @Test
  void closing_stores_what_waits() {
    try (Tracker tracker = new Tracker(mailLog, explanations, TrackLimits.STANDARD)) {
      IntStream.range(0, 100).forEach(i -> tracker.log(row(i)));
    }
    assertThat(kept.rows()).hasSize(100);
  }

  @Test
  void many_writers_against_a_small_queue_lose_nothing() throws Exception {
    TrackLimits small = limits(20, 10, Duration.ofMillis(1));
    try (Tracker tracker = new Tracker(mailLog, explanations, small)) {
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int writer = 0; writer < 20; writer++) {
        int first = writer * 100;
        writers.add(() -> {
          IntStream.range(first, first + 100).forEach(i -> tracker.log(row(i)));
          return first;
        });
      }
      Together.run(writers);
      assertThat(tracker.flush(LONG)).isTrue();
      assertThat(tracker.lost()).isZero();
    }
    assertThat(kept.rows()).hasSize(2_000).doesNotHaveDuplicates();
  }

  @Test
  void a_store_that_fails_for_a_while_gets_every_row_once_in_order() {
    mailLog.failures.set(3);
    try (Tracker tracker = new Tracker(mailLog, explanations, TrackLimits.STANDARD)) {
      IntStream.range(0, 50).forEach(i -> tracker.log(row(i)));
      tracker.explain(Samples.explanation(A, "R1", "{}"));
      assertThat(tracker.flush(LONG)).isTrue();
      assertThat(tracker.lost()).isZero();
    }
    assertThat(kept.rows()).extracting(LogRow::ref).containsExactlyElementsOf(refs(50));
    assertThat(explanations.find(Optional.of(A), "R1")).hasSize(1);
  }

  @Test
  void a_store_that_stays_broken_holds_callers_up_for_a_bounded_time_and_losses_are_counted() {
    mailLog.failures.set(Integer.MAX_VALUE);
    TrackLimits small = limits(10, 5, Duration.ofMillis(200));
    try (Tracker tracker = new Tracker(mailLog, explanations, small)) {
      IntStream.range(0, 100).forEach(i -> tracker.log(row(i)));
      assertThat(tracker.lost()).isEqualTo(90);
      mailLog.failures.set(0);
      assertThat(tracker.flush(LONG)).isTrue();
      assertThat(kept.rows()).extracting(LogRow::ref).containsExactlyElementsOf(refs(10));
    }
  }

  @Test
  void closing_against_a_broken_store_ends_and_counts() {
    mailLog.failures.set(Integer.MAX_VALUE);
    Tracker tracker = new Tracker(mailLog, explanations, limits(10, 5, Duration.ofMillis(100)));
    tracker.log(row(1));
    tracker.explain(Samples.explanation(A, "R1", "{}"));
    tracker.close();
    assertThat(tracker.lost()).isEqualTo(2);
    tracker.log(row(2));
    assertThat(tracker.lost()).isEqualTo(3);
  }

  @Test
  void a_batch_that_breaks_the_store_is_dropped_and_counted_and_others_go_on() {
    try (Tracker tracker = new Tracker(mailLog, explanations, TrackLimits.STANDARD)) {
      mailLog.broken = true;
      tracker.log(row(1));
      assertThat(tracker.flush(LONG)).isTrue();
      mailLog.broken = false;
      tracker.log(row(2));
      assertThat(tracker.flush(LONG)).isTrue();
      assertThat(tracker.lost()).isEqualTo(1);
      assertThat(kept.rows()).containsExactly(row(2));
    }
  }

  private static TrackLimits limits(int waiting, int batch, Duration patience) {
    return new TrackLimits(waiting, batch, Duration.ofMillis(5), patience, Duration.ofMillis(300));
  }

  private static List<String> refs(int count) {
    return IntStream.range(0, count).mapToObj(i -> "R" + i).toList();
  }

  private static LogRow row(int number) {
    return Samples.row(A, NOON, "R" + number, "s@x.test", "r@y.test");
  }

  /// Fails as often as it is told.
  private static final class FaultyMailLog implements MailLog {
    private final MailLog log;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger appends = new AtomicInteger();
    private volatile boolean broken;

    FaultyMailLog(MailLog log) {
      this.log = log;
    }

    @Override
    public void append(List<LogRow> rows) {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      if (failures.getAndUpdate(n -> n == 0 || n == Integer.MAX_VALUE ? n : n - 1) > 0) {
        throw new StoreFailed("no room on the disk");
      }
      appends.incrementAndGet();
      log.append(rows);
    }

    @Override
    public void query(Optional<TenantId> tenant, Query query, Consumer<LogRow> rows) {
      log.query(tenant, query, rows);
    }

    @Override
    public void scan(Optional<TenantId> tenant, Optional<Instant> since, Consumer<LogRow> rows) {
      log.scan(tenant, since, rows);
    }

    @Override
    public long expire(Instant before) {
      return log.expire(before);
    }
  }
}
