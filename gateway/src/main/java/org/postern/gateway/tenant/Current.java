package org.postern.gateway.tenant;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The current snapshot of something in a store, exchanged when the store has changed, by whichever
/// process.
///
/// Thread-safe: readers see a volatile field, refreshing is done by one thread at a time.
///
/// @param <S> an immutable snapshot; its text goes to the log when it is exchanged
public final class Current<S> {
  private static final Logger LOG = LoggerFactory.getLogger(Current.class);

  private final String what;
  private final LongSupplier version;
  private final Supplier<S> reading;
  private final ReentrantLock refreshing = new ReentrantLock();
  private OptionalLong seen = OptionalLong.empty();
  private volatile S snapshot;

  /// @param what its name in the log
  /// @param empty until it is first read
  /// @param version changes whenever the store does; asked often
  /// @param reading makes a snapshot; asked when the version is another one
  public Current(String what, S empty, LongSupplier version, Supplier<S> reading) {
    this.what = what;
    this.snapshot = empty;
    this.version = version;
    this.reading = reading;
  }

  public S snapshot() {
    return snapshot;
  }

  /// Reads the store again if it has changed since the last time; tells whether it did. The old
  /// snapshot stays when reading fails.
  public boolean refreshIfChanged() {
    refreshing.lock();
    try {
      // The version is read first: a change during the reading is seen the next time.
      long now = version.getAsLong();
      if (seen.isPresent() && seen.getAsLong() == now) {
        return false;
      }
      snapshot = reading.get();
      seen = OptionalLong.of(now);
      return true;
    } finally {
      refreshing.unlock();
    }
  }

  /// Looks for changes again and again, until the result is cancelled or the scheduler ends.
  public ScheduledFuture<?> watch(ScheduledExecutorService scheduler, Duration every) {
    return scheduler.scheduleWithFixedDelay(
        this::refreshOrReport, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void refreshOrReport() {
    try {
      if (refreshIfChanged()) {
        LOG.info("{} changed, now {}", what, snapshot);
      }
    } catch (RuntimeException e) {
      // An exception would end the schedule; the old snapshot goes on serving.
      LOG.error("{} not readable, the known ones stay in force", what, e);
    }
  }
}
