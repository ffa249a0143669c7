package org.postern.gateway.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postern.gateway.admit.AddressLists;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Admissions;
import org.postern.gateway.admit.ByAddress;
import org.postern.gateway.admit.Policies;
import org.postern.gateway.config.AdmissionKeys;
import org.postern.gateway.config.Config;

/// Whom the gate lets in: the address lists, and behind them all other tests, in the order in which
/// they are asked.
final class Admitting implements AutoCloseable {

  private static final int FILES_EVERY_SECONDS = 5;

  private final AddressLists lists;
  private final Admission admission;

  private Admitting(Config config) {
    AdmissionKeys keys = config.admission();
    this.lists = new AddressLists(keys.blocked(), keys.blockedFiles(), keys.trusted());
    List<Admission> tests = new ArrayList<>();
    tests.addAll(ofTheClient());
    tests.addAll(ofTheDns());
    tests.add(new Policies(Set.copyOf(keys.trustedSealers())));
    this.admission = new ByAddress(lists, new Admissions(tests));
  }

  /// Reads the lists.
  static Admitting open(Config config) {
    return new Admitting(config);
  }

  // What costs nothing is asked first.
  private static List<Admission> ofTheClient() {
    return List.of();
  }

  private static List<Admission> ofTheDns() {
    return List.of();
  }

  Admission admission() {
    return admission;
  }

  /// Keeps the lists as fresh as their files.
  void watch(ScheduledExecutorService timer, Executor workers) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> workers.execute(lists::refresh),
            FILES_EVERY_SECONDS,
            FILES_EVERY_SECONDS,
            TimeUnit.SECONDS);
  }

  @Override
  public void close() {}
}
