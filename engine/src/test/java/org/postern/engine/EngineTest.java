package org.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.CheckOutcome.Done;
import org.postern.engine.verdict.CheckOutcome.Failed;
import org.postern.engine.verdict.CheckOutcome.TimedOut;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

@Timeout(120)
class EngineTest {

  /// For checks that shall be late: long enough that others are in time on a busy machine.
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Duration LONG = Duration.ofSeconds(30);

  /// A check made of one function.
  private record Made(String name, Stage stage, Looking looking) implements Check {
    @Override
    public List<Symbol> symbols() {
      return List.of(symbol(name));
    }

    @Override
    public List<Finding> inspect(Case mail) throws Exception {
      return looking.look(mail);
    }
  }

  private interface Looking {
    List<Finding> look(Case mail) throws Exception;
  }

  private static Symbol symbol(String name) {
    return Symbol.scored(
        "S_" + name.toUpperCase(java.util.Locale.ROOT), Group.TEST, 1, Stage.ACTIVE, "a test");
  }

  private static Check finds(String name) {
    return new Made(name, Stage.PRELIMINARY, _ -> List.of(symbol(name).found("it")));
  }

  private static Check does(String name, Looking looking) {
    return new Made(name, Stage.PRELIMINARY, looking);
  }

  private static EngineLimits limits(Duration deadline, int workers, int stuck) {
    return new EngineLimits(deadline, deadline, LONG, workers, stuck);
  }

  private static Report examine(Check... checks) {
    return examine(LONG, checks);
  }

  private static Report examine(Duration deadline, Check... checks) {
    try (Engine engine = new Engine(List.of(checks), limits(deadline, 1, 4))) {
      return engine.examine(Messages.ordinary(), Stage.PRELIMINARY);
    }
  }

  @Test
  void runs_the_checks_of_the_stage_in_their_order() {
    Check later = new Made("later", Stage.ACTIVE, _ -> List.of());
    Report report = examine(finds("one"), later, finds("two"));
    assertThat(report.outcomes()).extracting(CheckOutcome::check).containsExactly("one", "two");
    assertThat(report.findings())
        .extracting(finding -> finding.symbol().name())
        .containsExactly("S_ONE", "S_TWO");
  }

  @Test
  void a_check_that_throws_is_an_outcome_and_the_others_run() {
    Report report =
        examine(
            does(
                "broken",
                _ -> {
                  throw new IllegalStateException("oh");
                }),
            finds("next"));
    assertThat(report.outcomes().getFirst())
        .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.why()).contains("oh"));
    assertThat(report.outcomes().getLast()).isInstanceOf(Done.class);
  }

  @Test
  void a_check_that_overflows_the_stack_is_an_outcome() {
    Report report = examine(does("deep", _ -> List.of(recurse(1))), finds("next"));
    assertThat(report.outcomes().getFirst())
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.why()).contains("StackOverflow"));
    assertThat(report.findings()).hasSize(1);
  }

  @SuppressWarnings("InfiniteRecursion") // this is what is tested
  private static Finding recurse(int depth) {
    return recurse(depth + 1);
  }

  @Test
  void a_check_that_runs_out_of_memory_is_an_outcome() {
    Report report =
        examine(
            does(
                "greedy",
                _ -> {
                  throw new OutOfMemoryError("planted");
                }),
            finds("next"));
    assertThat(report.outcomes().getFirst()).isInstanceOf(Failed.class);
    assertThat(report.findings()).hasSize(1);
  }

  @Test
  void a_check_that_sleeps_for_ever_is_late_and_so_is_what_follows() {
    Report report =
        examine(
            SHORT,
            finds("before"),
            does(
                "sleeps",
                _ -> {
                  Thread.sleep(Duration.ofDays(1));
                  return List.of();
                }),
            finds("after"));
    assertThat(report.outcomes().get(0)).isInstanceOf(Done.class);
    assertThat(report.outcomes().get(1)).isEqualTo(new TimedOut("sleeps", SHORT));
    assertThat(report.outcomes().get(2)).isEqualTo(new TimedOut("after", SHORT));
  }

  @Test
  void a_check_that_spins_for_ever_hangs_nobody_and_its_worker_is_replaced() {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    Check spins =
        does(
            "spins",
            _ -> {
              // only the first message makes it spin
              boolean first = calls.getAndIncrement() == 0;
              while (first && !stop.get()) {
                Thread.onSpinWait();
              }
              return List.of();
            });
    try (Engine engine = new Engine(List.of(spins, finds("next")), limits(SHORT, 1, 4))) {
      Report late = engine.examine(Messages.ordinary(), Stage.PRELIMINARY);
      assertThat(late.blind()).hasSize(2);
      assertThat(engine.stuck()).isEqualTo(1);
      Report good = engine.examine(Messages.ordinary(), Stage.PRELIMINARY);
      assertThat(good.blind()).isEmpty();
      stop.set(true);
      Awaitility.await().until(() -> engine.stuck() == 0);
      assertThat(engine.examine(Messages.ordinary(), Stage.PRELIMINARY).blind()).isEmpty();
    }
  }

  @Test
  void when_too_many_workers_hang_reports_are_late_and_never_clean() {
    CountDownLatch stop = new CountDownLatch(1);
    Check hangs =
        does(
            "hangs",
            _ -> {
              while (stop.getCount() > 0) {
                Thread.onSpinWait();
              }
              return List.of();
            });
    Duration shorter = Duration.ofMillis(300);
    EngineLimits limits = new EngineLimits(shorter, shorter, shorter, 1, 1);
    try (Engine engine = new Engine(List.of(hangs), limits)) {
      for (int i = 0; i < 4; i++) {
        Report report = engine.examine(Messages.ordinary(), Stage.PRELIMINARY);
        assertThat(report.blind()).hasSize(1);
      }
      assertThat(engine.stuck()).isEqualTo(2);
      stop.countDown();
      Awaitility.await().until(() -> engine.stuck() == 0);
      Awaitility.await()
          .until(() -> engine.examine(Messages.ordinary(), Stage.PRELIMINARY).blind().isEmpty());
    }
  }

  @Test
  void a_check_that_would_start_after_the_deadline_is_late() {
    AtomicLong now = new AtomicLong();
    Check slow =
        does(
            "slow",
            _ -> {
              now.addAndGet(LONG.toNanos() + 1);
              return List.of();
            });
    try (Engine engine = new Engine(List.of(slow, finds("next")), limits(LONG, 1, 4), now::get)) {
      Report report = engine.examine(Messages.ordinary(), Stage.PRELIMINARY);
      assertThat(report.outcomes().getFirst()).isInstanceOf(Done.class);
      assertThat(report.outcomes().getLast()).isEqualTo(new TimedOut("next", LONG));
    }
  }

  /// Late ones have a stage of their own with a short deadline: no other can be late with them,
  /// however busy the machine.
  @Test
  void an_interrupt_of_a_late_check_does_not_meet_the_next_message() throws Exception {
    Duration deadline = Duration.ofMillis(20);
    AtomicInteger calls = new AtomicInteger();
    Check late =
        does(
            "late",
            _ -> {
              // every other one ends just when the interrupt comes
              boolean never = calls.incrementAndGet() % 2 == 0;
              Thread.sleep(never ? Duration.ofDays(1) : deadline);
              return List.of();
            });
    Check notices =
        new Made(
            "notices",
            Stage.ACTIVE,
            _ -> {
              if (Thread.interrupted()) {
                throw new IllegalStateException("interrupted for another message");
              }
              return List.of();
            });
    ConcurrentLinkedQueue<Report> reports = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Report> lateReports = new ConcurrentLinkedQueue<>();
    EngineLimits limits = new EngineLimits(deadline, LONG, LONG, 2, 4);
    try (Engine engine = new Engine(List.of(late, notices), limits)) {
      List<Thread> sessions = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        boolean isLate = i % 10 == 0;
        sessions.add(
            Thread.startVirtualThread(() -> {
              Stage stage = isLate ? Stage.PRELIMINARY : Stage.ACTIVE;
              (isLate ? lateReports : reports).add(engine.examine(Messages.ordinary(), stage));
            }));
      }
      for (Thread session : sessions) {
        session.join();
      }
      Awaitility.await().until(() -> engine.stuck() == 0);
    }
    assertThat(lateReports)
        .hasSize(10)
        .allSatisfy(
            report -> assertThat(report.outcomes().getFirst()).isNotInstanceOf(Failed.class));
    assertThat(reports)
        .hasSize(90)
        .allSatisfy(report -> assertThat(report.outcomes().getFirst()).isInstanceOf(Done.class));
  }

  @Test
  void two_checks_must_not_share_a_name_or_a_symbol() {
    assertThatThrownBy(() -> new Engine(List.of(finds("one"), finds("one")), limits(LONG, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one");
  }

  @Test
  void after_a_warm_up_the_first_message_does_not_wait_for_what_checks_load() {
    AtomicBoolean loaded = new AtomicBoolean();
    Check loads =
        does(
            "loads",
            _ -> {
              if (loaded.compareAndSet(false, true)) {
                Thread.sleep(Duration.ofSeconds(1));
              }
              return List.of();
            });
    EngineLimits limits = new EngineLimits(Duration.ofMillis(200), LONG, LONG, 1, 4);
    try (Engine engine = new Engine(List.of(loads), limits)) {
      engine.warmUp(LONG);
      assertThat(engine.examine(Messages.ordinary(), Stage.PRELIMINARY).blind()).isEmpty();
      assertThat(engine.stuck()).isZero();
    }
    loaded.set(false);
    try (Engine engine = new Engine(List.of(loads), limits)) {
      assertThat(engine.examine(Messages.ordinary(), Stage.PRELIMINARY).blind()).hasSize(1);
    }
  }

  @Test
  void a_message_waits_for_the_active_stage_to_be_ready_before_its_time_counts() {
    AtomicBoolean loaded = new AtomicBoolean();
    // whoever comes second waits, as for a class that is being loaded
    ReentrantLock loading = new ReentrantLock();
    Check loads =
        new Made(
            "loads",
            Stage.ACTIVE,
            _ -> {
              loading.lock();
              try {
                if (!loaded.get()) {
                  Thread.sleep(Duration.ofSeconds(1));
                  loaded.set(true);
                }
              } finally {
                loading.unlock();
              }
              return List.of();
            });
    EngineLimits limits = new EngineLimits(LONG, Duration.ofMillis(200), LONG, 2, 4);
    try (Engine engine = new Engine(List.of(loads, finds("early")), limits)) {
      engine.warmUp(LONG);
      assertThat(engine.examine(Messages.ordinary(), Stage.PRELIMINARY).findings()).hasSize(1);
      assertThat(engine.examine(Messages.ordinary(), Stage.ACTIVE).blind()).isEmpty();
      assertThat(loaded).isTrue();
    }
  }

  @Test
  void a_check_that_hangs_in_the_warm_up_keeps_nobody_waiting() {
    Check hangs =
        does(
            "hangs",
            _ -> {
              Thread.sleep(LONG);
              return List.of();
            });
    try (Engine engine = new Engine(List.of(hangs), limits(SHORT, 1, 4))) {
      long start = System.nanoTime();
      engine.warmUp(Duration.ofMillis(200));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    }
  }
}
