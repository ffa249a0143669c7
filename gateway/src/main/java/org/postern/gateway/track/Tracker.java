package org.postern.gateway.track;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.StoreFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Queues what happened to mail in memory and has one thread store it in batches, so that the way
/// of a message does not wait for the mail log.
///
/// When the store is slow and the queue is full, callers wait until there is room. When the store
/// fails, the batch is kept and tried again, and callers wait only for a bounded time: mail goes on
/// without its rows rather than not at all. Rows lost so are counted ([#lost]) and reported. A
/// crash loses at most what was not yet stored, about a second.
///
/// Thread-safe: one lock around two lists; nothing slow happens under it.
public final class Tracker implements MailTrack, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tracker.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long STEP_NANOS = Duration.ofMillis(100).toNanos();

  private final MailLog mailLog;
  private final Explanations explanations;
  private final TrackLimits limits;
  private final Thread writer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition stored = lock.newCondition();
  // Everything below only under the lock.
  private List<LogRow> rows = new ArrayList<>();
  private List<Explanations.Stored> evidence = new ArrayList<>();
  private int writing;
  private long accepted;
  private long done;
  private long lost;
  private long reportedLost;
  private long lastReport = System.nanoTime() - REPORT_NANOS;
  private long lastFailure;
  private boolean failing;
  // When patience ends; counts from the first caller that found no room while the store fails.
  private OptionalLong patienceEnds = OptionalLong.empty();
  private boolean hurry;
  private boolean closed;
  private long drainEnds;

  public Tracker(MailLog mailLog, Explanations explanations, TrackLimits limits) {
    this.mailLog = mailLog;
    this.explanations = explanations;
    this.limits = limits;
    this.writer = Thread.ofPlatform().daemon().name("mail-log").start(this::run);
  }

  @Override
  public void log(LogRow row) {
    lock.lock();
    try {
      if (roomForOne()) {
        rows.add(row);
        taken();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void explain(Explanations.Stored explanation) {
    lock.lock();
    try {
      if (roomForOne()) {
        evidence.add(explanation);
        taken();
      }
    } finally {
      lock.unlock();
    }
  }

  private int queued() {
    return rows.size() + evidence.size();
  }

  private void taken() {
    accepted++;
    int queued = queued();
    if (queued == 1 || queued == limits.batch()) {
      work.signal();
    }
  }

  /// Waits for room: as long as it takes while the store works, for a bounded time while it fails.
  private boolean roomForOne() {
    while (!closed && queued() + writing >= limits.waiting()) {
      try {
        // In steps, because the store may begin to fail meanwhile.
        long wait = Math.min(patienceLeft(), STEP_NANOS);
        if (wait <= 0) {
          lose(1);
          return false;
        }
        room.awaitNanos(wait);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        lose(1);
        return false;
      }
    }
    if (closed) {
      lose(1);
    }
    return !closed;
  }

  private long patienceLeft() {
    if (!failing) {
      return Long.MAX_VALUE;
    }
    long now = System.nanoTime();
    if (patienceEnds.isEmpty()) {
      patienceEnds = OptionalLong.of(now + limits.patience().toNanos());
    }
    return patienceEnds.getAsLong() - now;
  }

  private void lose(int count) {
    lost += count;
    reportLost(REPORT_NANOS);
  }

  /// Not more often than after so many nanoseconds, so that a full disk is not filled with reports.
  private void reportLost(long interval) {
    long now = System.nanoTime();
    if (lost > reportedLost && now - lastReport >= interval) {
      LOG.error("mail log rows lost={} total={}", lost - reportedLost, lost);
      reportedLost = lost;
      lastReport = now;
    }
  }

  /// Rows and explanations that were never stored, since the start.
  public long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all that was given before is stored or lost; false when that took longer.
  public boolean flush(Duration limit) {
    long rest = limit.toNanos();
    lock.lock();
    try {
      long target = accepted;
      hurry = true;
      work.signal();
      while (done < target && rest > 0) {
        rest = stored.awaitNanos(rest);
      }
      return done >= target;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Stores what waits, then ends. Rows that come later are lost.
  @Override
  public void close() {
    lock.lock();
    try {
      drainEnds = System.nanoTime() + limits.drain().toNanos();
      closed = true;
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      reportLost(0);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Batch batch = take();
    while (batch.size() > 0) {
      store(batch);
      batch = take();
    }
  }

  /// Waits for something to write, and then a little for more. Empty when all is done.
  private Batch take() {
    lock.lock();
    try {
      while (queued() == 0 && !closed) {
        work.awaitUninterruptibly();
      }
      pause(limits.every().toNanos(), () -> queued() >= limits.batch() || hurry || closed);
      Batch batch = new Batch(rows, evidence);
      rows = new ArrayList<>(batch.rows.size());
      evidence = new ArrayList<>(batch.evidence.size());
      writing = batch.size();
      hurry = false;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void pause(long nanos, BooleanSupplier enough) {
    long rest = nanos;
    try {
      while (rest > 0 && !enough.getAsBoolean()) {
        rest = work.awaitNanos(rest);
      }
    } catch (InterruptedException _) {
      // Nobody stops this thread so; at worst a batch is written earlier.
      LOG.debug("mail log writer was interrupted");
    }
  }

  /// Stores the batch, however often it takes; gives up only when the program ends.
  private void store(Batch batch) {
    Duration pause = FIRST_PAUSE;
    int open = batch.size();
    while (open > 0) {
      try {
        if (open > batch.evidence.size()) {
          mailLog.append(batch.rows);
          open = batch.evidence.size();
        }
        explanations.put(batch.evidence);
        open = 0;
      } catch (StoreFailed e) {
        if (!again(batch, e, pause)) {
          break;
        }
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      } catch (RuntimeException | Error e) {
        // An Error too: callers would wait for ever for a thread that is gone.
        LOG.error("mail log rows={} dropped: they are broken and would be for ever", open, e);
        break;
      }
    }
    finished(batch, open);
  }

  /// After a failure: waits a little, and tells whether to try again.
  private boolean again(Batch batch, StoreFailed failure, Duration pause) {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (!failing || now - lastFailure >= REPORT_NANOS) {
        LOG.error(
            "mail log not written rows={} waiting={}, tried again: {}",
            batch.size(),
            queued(),
            failure.getMessage());
        lastFailure = now;
      }
      failing = true;
      pause(pause.toNanos(), () -> closed);
      if (closed) {
        pause(Math.min(pause.toNanos(), drainEnds - System.nanoTime()), () -> false);
      }
      return !closed || drainEnds - System.nanoTime() > 0;
    } finally {
      lock.unlock();
    }
  }

  private void finished(Batch batch, int missing) {
    lock.lock();
    try {
      if (missing > 0) {
        lose(missing);
      } else if (failing) {
        LOG.info("mail log is written again");
        failing = false;
        patienceEnds = OptionalLong.empty();
      }
      done += batch.size();
      writing = 0;
      room.signalAll();
      stored.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private record Batch(List<LogRow> rows, List<Explanations.Stored> evidence) {
    int size() {
      return rows.size() + evidence.size();
    }
  }
}
