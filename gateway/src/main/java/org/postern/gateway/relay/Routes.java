package org.postern.gateway.relay;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.DomainSnapshot;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.smtp.SmtpClientTls;

/// Knows the way to a domain. Thread-safe.
public interface Routes {

  /// The route to the domain; empty when there is none, now.
  Optional<Route> to(String domain);

  /// The configured routes of the domains that are served, and for all others a server that takes
  /// everything, where there is one.
  static Routes of(Supplier<DomainSnapshot> domains, Optional<NextHop> smartHost) {
    Optional<Route> elsewhere =
        smartHost.map(hop ->
            new Route(
                List.of(hop),
                SmtpClientTls.OPPORTUNISTIC,
                DomainSettings.STANDARD.queueLifetime()));
    return domain -> domains.get().find(domain).map(Route::of).or(() -> elsewhere);
  }
}
