package org.postern.gateway.tenant;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The current snapshot of the domains, exchanged when the store has changed, by whichever process.
///
/// Thread-safe: readers see a volatile field, refreshing is done by one thread at a time.
public final class Domains {
  private static final Logger LOG = LoggerFactory.getLogger(Domains.class);

  private final LongSupplier version;
  private final Supplier<List<Domain>> domains;
  private final ReentrantLock refreshing = new ReentrantLock();
  private OptionalLong seen = OptionalLong.empty();
  private volatile DomainSnapshot snapshot = DomainSnapshot.EMPTY;

  /// @param version changes whenever the domains do; asked often
  /// @param domains all domains; asked when the version is another one
  public Domains(LongSupplier version, Supplier<List<Domain>> domains) {
    this.version = version;
    this.domains = domains;
  }

  public DomainSnapshot snapshot() {
    return snapshot;
  }

  /// Reads the domains again if they have changed since the last time; tells whether it did. The
  /// old snapshot stays when reading fails.
  public boolean refreshIfChanged() {
    refreshing.lock();
    try {
      // The version is read first: a change during the reading is seen the next time.
      long now = version.getAsLong();
      if (seen.isPresent() && seen.getAsLong() == now) {
        return false;
      }
      snapshot = new DomainSnapshot(domains.get());
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
        LOG.info("domains changed, now {}", snapshot.size());
      }
    } catch (RuntimeException e) {
      // An exception would end the schedule; the old snapshot goes on serving.
      LOG.error("domains not readable, the known ones stay in force", e);
    }
  }
}
