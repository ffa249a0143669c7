package org.postern.gateway.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.dns.DnsLists;
import org.postern.gateway.admit.dns.HelloNames;
import org.postern.gateway.admit.dns.HostNames;
import org.postern.gateway.admit.dns.SenderDomains;
import org.postern.gateway.config.Config;
import org.postern.mail.dns.Resolver;

/// The tests of admission that ask the DNS; none where it is not asked.
///
/// @param lists the lists of addresses, where there are any
record DnsTests(List<Admission> tests, Optional<DnsLists> lists) {

  // Often: a list that could not be tested waits for the DNS to answer again.
  private static final int TEST_EVERY_SECONDS = 10;

  static DnsTests of(
      Config config, Optional<Resolver> resolver, String hostname, InstantSource clock) {
    return resolver
        .map(one -> of(config, one, hostname, clock))
        .orElseGet(() -> new DnsTests(List.of(), Optional.empty()));
  }

  private static DnsTests of(
      Config config, Resolver resolver, String hostname, InstantSource clock) {
    Duration patience = config.dns().patience();
    DnsLists.Settings settings = Settings.dnsLists(config);
    Optional<DnsLists> lists =
        settings.isEmpty()
            ? Optional.empty()
            : Optional.of(new DnsLists(resolver, settings, clock));
    List<Admission> tests = new ArrayList<>();
    lists.ifPresent(tests::add);
    tests.add(new HelloNames(resolver, hostname, patience));
    tests.add(new HostNames(resolver, patience));
    tests.add(new SenderDomains(resolver, patience));
    return new DnsTests(List.copyOf(tests), lists);
  }

  /// Tests the lists now and from time to time, not on the thread of the timer.
  void watch(ScheduledExecutorService timer, Executor workers) {
    lists.ifPresent(one -> {
      var _ =
          timer.scheduleWithFixedDelay(
              () -> workers.execute(one::test), 0, TEST_EVERY_SECONDS, TimeUnit.SECONDS);
    });
  }
}
