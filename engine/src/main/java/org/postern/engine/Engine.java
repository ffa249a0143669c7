package org.postern.engine;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.postern.engine.follow.LinkFollower;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the checks of a stage over a message, under a deadline.
///
/// Analysis burns processor time, so it runs on as many threads of the platform as there are
/// permits, not on the virtual thread of the session: one that hangs in a check cannot keep a
/// carrier from the sessions, and can be left behind. At the deadline whoever asked gets what there
/// is, the rest as [org.postern.engine.verdict.CheckOutcome.TimedOut]; the worker is interrupted,
/// and another takes its place until it comes back, so that no permit is lost. When `stuck` workers
/// hang at once none is replaced any more: reports then come late and blind, which never means
/// clean. Facts that were being derived at the deadline are not derived again in the next stage:
/// the checks that need them are late at once.
///
/// Codes and text in pictures are dear to read. When all checks of the active stage have looked,
/// and what was found leaves doubt, they are read, first the codes, and the checks to which they
/// matter look once more.
///
/// Where it was told to, shortened links are followed before the active stage, in its time, by the
/// thread that asks for it.
///
/// Thread-safe. `close` lets the workers end.
public final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Map<Stage, List<Check>> checks = new EnumMap<>(Stage.class);
  private final Map<String, Symbol> symbols = new LinkedHashMap<>();
  private final EngineLimits limits;
  private final LongSupplier nanoTime;
  private final Doubt doubt;
  private final Optional<LinkFollower> links;
  private final LinkedBlockingQueue<StageRun> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger stuck = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<Thread> workers = new HashSet<>();
  private volatile Warmth warm = new Warmth(new CountDownLatch(0), Duration.ZERO);
  private volatile boolean closed;

  /// When the active stage is ready, and how long to wait for that.
  private record Warmth(CountDownLatch ready, Duration most) {}

  /// With the clock of the system.
  public Engine(List<Check> checks, EngineLimits limits) {
    this(checks, limits, System::nanoTime);
  }

  /// @param nanoTime decides whether a check may still start, and measures
  public Engine(List<Check> checks, EngineLimits limits, LongSupplier nanoTime) {
    this(checks, limits, nanoTime, Doubt.STANDARD);
  }

  /// Follows shortened links before the active stage, in the time of that.
  public Engine(List<Check> checks, EngineLimits limits, LinkFollower links) {
    this(checks, limits, System::nanoTime, Doubt.STANDARD, Optional.of(links));
  }

  /// @param doubt where text in pictures is read
  public Engine(List<Check> checks, EngineLimits limits, LongSupplier nanoTime, Doubt doubt) {
    this(checks, limits, nanoTime, doubt, Optional.empty());
  }

  private Engine(
      List<Check> checks,
      EngineLimits limits,
      LongSupplier nanoTime,
      Doubt doubt,
      Optional<LinkFollower> links) {
    this.links = links;
    this.doubt = doubt;
    this.limits = limits;
    this.nanoTime = nanoTime;
    Set<String> names = new HashSet<>();
    for (Check check : checks) {
      if (!names.add(check.name())) {
        throw new IllegalArgumentException("two checks are called " + check.name());
      }
      for (Symbol symbol : check.symbols()) {
        if (symbols.put(symbol.name(), symbol) != null) {
          throw new IllegalArgumentException("two checks find " + symbol.name());
        }
      }
    }
    for (Stage stage : Stage.values()) {
      this.checks.put(stage, checks.stream().filter(check -> check.stage() == stage).toList());
    }
    for (int i = 0; i < limits.workers(); i++) {
      hire();
    }
  }

  /// Everything that can be found, by name.
  public Map<String, Symbol> symbols() {
    return java.util.Collections.unmodifiableMap(symbols);
  }

  /// Runs the checks of one stage, in their order. The report tells about that stage alone: see
  /// [Report#and].
  public Report examine(Case mail, Stage stage) {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    Duration limit = limit(stage);
    if (stage == Stage.ACTIVE) {
      awaitWarm();
      if (links.isPresent() && mail.mayFollow()) {
        limit = follow(mail, links.get(), limit);
      }
    }
    return examine(mail, stage, limit);
  }

  /// Follows the shortened links; gives what is left of the time.
  private Duration follow(Case mail, LinkFollower follower, Duration limit) {
    LinkFollowing following = new LinkFollowing(follower);
    Report gathered = run(mail, List.of(following), limit);
    long used = 0;
    for (CheckOutcome outcome : gathered.outcomes()) {
      used +=
          switch (outcome) {
            case CheckOutcome.Done done -> done.took().toNanos();
            case CheckOutcome.Failed failed -> failed.took().toNanos();
            case CheckOutcome.TimedOut late -> late.limit().toNanos();
          };
    }
    long start = nanoTime.getAsLong();
    // half of it at most, so that who looks at what was found has time as well
    following.follow(mail, limit.minusNanos(used).dividedBy(2));
    used += nanoTime.getAsLong() - start;
    return limit.minusNanos(Math.min(used, limit.toNanos()));
  }

  /// Lets all checks load what they need with their first messages (rules, models, lists, classes),
  /// which on a busy machine takes longer than the preliminary stage of a message may: two messages
  /// of no sender go through both stages, each stage in at most this time, and what is found is
  /// thrown away. Call it before mail comes in: it returns when the preliminary stage is ready. The
  /// active one, for which few senders wait, gets ready behind it, and messages wait for that
  /// before their time begins to count.
  public void warmUp(Duration most) {
    List<Case> mails = FirstMessages.all();
    CountDownLatch ready = new CountDownLatch(1);
    warm = new Warmth(ready, most.multipliedBy(mails.size()));
    mails.forEach(mail -> warmUp(mail, Stage.PRELIMINARY, most));
    Thread.ofVirtual()
        .name("warm-up")
        .start(() -> {
          try {
            mails.forEach(mail -> warmUp(mail, Stage.ACTIVE, most));
          } finally {
            ready.countDown();
          }
        });
  }

  private void warmUp(Case mail, Stage stage, Duration most) {
    if (closed) {
      return;
    }
    List<CheckOutcome> blind = examine(mail, stage, most).blind();
    if (!closed) {
      blind.forEach(one -> LOG.warn("check {} is not ready: {}", one.check(), one));
    }
  }

  // Whoever is interrupted meanwhile goes on and stays interrupted.
  private void awaitWarm() {
    Warmth now = warm;
    try {
      if (!now.ready().await(now.most().toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("the active stage is not ready after {}", now.most());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Report examine(Case mail, Stage stage, Duration limit) {
    List<Check> due = checks.getOrDefault(stage, List.of());
    if (due.isEmpty()) {
      return Report.EMPTY;
    }
    Report report = run(mail, due, limit);
    mail.examined(report);
    return report;
  }

  private Report run(Case mail, List<Check> due, Duration limit) {
    StageRun run = new StageRun(mail, due, limit, nanoTime, doubt);
    waiting.add(run);
    StageRun.Outcome outcome = run.await(limits.queueing());
    if (outcome.leftBehind()) {
      replace(mail);
    } else {
      // one that no worker began in time must not stay in the queue
      if (!outcome.report().blind().isEmpty()) {
        waiting.remove(run);
      }
    }
    return outcome.report();
  }

  /// How many workers hang in a check at this moment.
  public int stuck() {
    return stuck.get();
  }

  private Duration limit(Stage stage) {
    return switch (stage) {
      case PRELIMINARY -> limits.preliminary();
      case ACTIVE -> limits.active();
    };
  }

  private void replace(Case mail) {
    int now = stuck.incrementAndGet();
    LOG.error("id={} analysis is late, its worker was left behind, {} in all", ref(mail), now);
    if (now <= limits.stuck()) {
      hire();
    }
  }

  private static Object ref(Case mail) {
    return mail.envelope().ref();
  }

  private void hire() {
    synchronized (workers) {
      if (closed) {
        return;
      }
      Thread worker =
          Thread.ofPlatform()
              .name("analysis-" + numbers.incrementAndGet())
              .daemon(true)
              .unstarted(this::serve);
      workers.add(worker);
      worker.start();
    }
  }

  private void serve() {
    try {
      while (!closed) {
        StageRun run = waiting.take();
        if (!run.work()) {
          // it came back late; whether it was replaced depends on how many were stuck
          if (stuck.getAndDecrement() <= limits.stuck()) {
            return;
          }
        }
      }
    } catch (InterruptedException _) {
      LOG.debug("worker ends");
    } finally {
      synchronized (workers) {
        workers.remove(Thread.currentThread());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    synchronized (workers) {
      workers.forEach(Thread::interrupt);
    }
  }
}
