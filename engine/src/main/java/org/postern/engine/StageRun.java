package org.postern.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.postern.engine.facts.Abandoned;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Report;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checks of one stage over one message. A worker runs them, whoever asked waits, and at the
/// deadline takes what there is.
///
/// Two threads: `work` belongs to the worker, `await` to the one who asked; what both touch is
/// guarded by the monitor.
final class StageRun {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Case mail;
  private final List<Check> checks;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<CheckOutcome> outcomes;
  private @Nullable Thread worker;
  private boolean abandoned;

  StageRun(Case mail, List<Check> checks, Duration limit, LongSupplier nanoTime) {
    this.mail = mail;
    this.checks = checks;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.outcomes = new ArrayList<>(checks.size());
  }

  /// Runs the checks; whether this worker is still counted on, which is not so after an abandoned
  /// run.
  boolean work() {
    synchronized (this) {
      if (abandoned) {
        return true;
      }
      worker = Thread.currentThread();
    }
    started.countDown();
    long start = nanoTime.getAsLong();
    long before = start;
    for (Check check : checks) {
      CheckOutcome outcome;
      if (before - start >= limit.toNanos()) {
        outcome = new CheckOutcome.TimedOut(check.name(), limit);
      } else {
        outcome = run(check, before);
        before = nanoTime.getAsLong();
      }
      synchronized (this) {
        if (abandoned) {
          break;
        }
        outcomes.add(outcome);
      }
    }
    return end();
  }

  private synchronized boolean end() {
    worker = null;
    // an interrupt meant for this run must not meet the next one
    boolean interrupted = Thread.interrupted();
    if (interrupted && !abandoned) {
      LOG.debug("a check left its thread interrupted");
    }
    ended.countDown();
    return !abandoned;
  }

  /// Everything a check can throw is an outcome, a stack overflow and an exhausted heap included:
  /// one hostile message must not take the gateway with it.
  private CheckOutcome run(Check check, long start) {
    try {
      var findings = check.inspect(mail);
      return new CheckOutcome.Done(check.name(), findings, since(start));
    } catch (Abandoned late) {
      LOG.debug("id={} check {}: {}", mail.envelope().ref(), check.name(), late.getMessage());
      return new CheckOutcome.TimedOut(check.name(), limit);
    } catch (Fact.Underived again) {
      return new CheckOutcome.Failed(
          check.name(), String.valueOf(again.getMessage()), since(start));
    } catch (Throwable broken) {
      if (!isAbandoned()) {
        LOG.warn("id={} check {} failed", mail.envelope().ref(), check.name(), broken);
      }
      return new CheckOutcome.Failed(check.name(), broken.toString(), since(start));
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }

  private synchronized boolean isAbandoned() {
    return abandoned;
  }

  /// Waits for the end or the deadline. Whoever is interrupted meanwhile gets what there is and
  /// stays interrupted.
  Outcome await(Duration queueing) {
    try {
      if (started.await(queueing.toNanos(), TimeUnit.NANOSECONDS)) {
        ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return take();
  }

  private synchronized Outcome take() {
    boolean complete = outcomes.size() == checks.size();
    boolean hangs = false;
    if (!complete) {
      abandoned = true;
      Thread busy = worker;
      if (busy != null) {
        hangs = true;
        mail.abandon();
        busy.interrupt();
      }
      for (Check late : checks.subList(outcomes.size(), checks.size())) {
        outcomes.add(new CheckOutcome.TimedOut(late.name(), limit));
      }
    }
    return new Outcome(new Report(outcomes), hangs);
  }

  /// The report, and whether a worker was left behind in a check.
  record Outcome(Report report, boolean leftBehind) {}
}
