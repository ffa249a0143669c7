package org.postern.gateway.tenant;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The current snapshot of the domains. Thread-safe as [Current] is.
public final class Domains {

  private final Current<DomainSnapshot> current;

  /// @param version changes whenever the domains do; asked often
  /// @param domains all domains; asked when the version is another one
  public Domains(LongSupplier version, Supplier<List<Domain>> domains) {
    this.current =
        new Current<>(
            "domains", DomainSnapshot.EMPTY, version, () -> new DomainSnapshot(domains.get()));
  }

  public DomainSnapshot snapshot() {
    return current.snapshot();
  }

  /// Reads the domains again if they have changed since the last time; tells whether it did. The
  /// old snapshot stays when reading fails.
  public boolean refreshIfChanged() {
    return current.refreshIfChanged();
  }

  /// Looks for changes again and again, until the result is cancelled or the scheduler ends.
  public ScheduledFuture<?> watch(ScheduledExecutorService scheduler, Duration every) {
    return current.watch(scheduler, every);
  }
}
