package org.postern.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postern.engine.facts.Abandoned;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Report;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checks of one stage over one message, and those once more to which codes or text in pictures
/// matter, where there is doubt. A worker runs them, whoever asked waits, and at the deadline takes
/// what there is.
///
/// Two threads: `work` belongs to the worker, `await` to the one who asked; what both touch is
/// guarded by the monitor.
final class StageRun {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Case mail;
  private final List<Check> checks;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final Doubt doubt;
  private final CountDownLatch ended = new CountDownLatch(1);

  /// By check, null where it has not looked yet.
  private final @Nullable CheckOutcome[] outcomes;

  private @Nullable Thread worker;
  private boolean started;
  private long startedAt;
  private boolean abandoned;
  private boolean complete;

  StageRun(Case mail, List<Check> checks, Duration limit, LongSupplier nanoTime, Doubt doubt) {
    this.mail = mail;
    this.checks = checks;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.doubt = doubt;
    this.outcomes = new CheckOutcome[checks.size()];
  }

  /// Runs the checks; whether this worker is still counted on, which is not so after an abandoned
  /// run.
  boolean work() {
    synchronized (this) {
      if (abandoned) {
        return true;
      }
      worker = Thread.currentThread();
      started = true;
      startedAt = System.nanoTime();
    }
    long start = nanoTime.getAsLong();
    if (reads(Pictured.CODES)) {
      mail.postponeCodes();
    }
    if (look(start, _ -> true) && lookForCodes(start) && textMatters()) {
      lookAgain(start, EnumSet.of(Pictured.TEXT, Pictured.PROGRESS));
    }
    return end();
  }

  private boolean reads(Pictured what) {
    return checks.stream().anyMatch(check -> check.reads().contains(what));
  }

  /// Looks for codes where they matter, and lets those checks look once more that want them;
  /// whether somebody still waits.
  private boolean lookForCodes(long start) {
    EnumSet<Pictured> news = EnumSet.of(Pictured.PROGRESS);
    try {
      if (!mail.codesUnread() || !Doubt.OF_CODES.about(known())) {
        return true;
      }
      if (mail.seekCodes()) {
        news.add(Pictured.CODES);
      }
    } catch (InterruptedException | RuntimeException | Error _) {
      // who wants codes meets the same, and then it is told
      news.add(Pictured.CODES);
    }
    return lookAgain(start, news);
  }

  /// Lets some checks look, one after the other; whether somebody still waits.
  private boolean look(long start, Predicate<Check> which) {
    long before = nanoTime.getAsLong();
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      if (!which.test(check)) {
        continue;
      }
      CheckOutcome outcome;
      if (before - start >= limit.toNanos()) {
        outcome = new CheckOutcome.TimedOut(check.name(), limit);
      } else {
        outcome = run(check, before);
        before = nanoTime.getAsLong();
      }
      synchronized (this) {
        if (abandoned) {
          return false;
        }
        outcomes[i] = outcome;
      }
    }
    return true;
  }

  /// Whether there is text in pictures that can change what is thought of the message.
  private boolean textMatters() {
    if (!reads(Pictured.TEXT)) {
      return false;
    }
    Report report = known();
    return report.blind().isEmpty() && doubt.about(report) && mail.wantDrawn();
  }

  private boolean lookAgain(long start, Set<Pictured> news) {
    Predicate<Check> concerned = check -> !Collections.disjoint(check.reads(), news);
    synchronized (this) {
      for (int i = 0; i < outcomes.length; i++) {
        if (concerned.test(checks.get(i))) {
          outcomes[i] = null;
        }
      }
    }
    return look(start, concerned);
  }

  private synchronized Report known() {
    return mail.before().and(report());
  }

  /// What there is; who has not looked is late.
  private synchronized Report report() {
    List<CheckOutcome> all = new ArrayList<>(outcomes.length);
    for (int i = 0; i < outcomes.length; i++) {
      CheckOutcome outcome = outcomes[i];
      all.add(outcome == null ? new CheckOutcome.TimedOut(checks.get(i).name(), limit) : outcome);
    }
    return new Report(all);
  }

  private synchronized boolean end() {
    worker = null;
    complete = !abandoned;
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
    long asked = System.nanoTime();
    try {
      // never longer than its limit, since it may begin meanwhile; most runs end in the first wait
      long wait = Math.min(queueing.toNanos(), limit.toNanos());
      while (wait > 0 && !ended.await(wait, TimeUnit.NANOSECONDS)) {
        wait = left(asked, queueing);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return take();
  }

  /// How long to wait on, in nanoseconds: for its beginning, or for its end once it has begun.
  private synchronized long left(long asked, Duration queueing) {
    long now = System.nanoTime();
    return started
        ? limit.toNanos() - (now - startedAt)
        : Math.min(queueing.toNanos() - (now - asked), limit.toNanos());
  }

  private synchronized Outcome take() {
    boolean hangs = false;
    if (!complete) {
      abandoned = true;
      Thread busy = worker;
      if (busy != null) {
        hangs = true;
        mail.abandon();
        busy.interrupt();
      }
    }
    return new Outcome(report(), hangs);
  }

  /// The report, and whether a worker was left behind in a check.
  record Outcome(Report report, boolean leftBehind) {}
}
