package org.postern.gateway.relay;

import java.time.Duration;
import java.util.List;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.smtp.SmtpClientTls;

/// Where the mail of a domain goes, and for how long that is tried.
public record Route(List<NextHop> hops, SmtpClientTls tls, Duration lifetime) {

  public Route {
    hops = List.copyOf(hops);
    if (hops.isEmpty()) {
      throw new IllegalArgumentException("a route has at least one next hop");
    }
  }

  /// Whether both lead to the same servers in the same way, so that a transaction may hold
  /// recipients of both.
  public boolean sameWay(Route other) {
    return hops.equals(other.hops) && tls == other.tls;
  }

  public static Route of(Domain domain) {
    return new Route(
        domain.route(), SmtpClientTls.OPPORTUNISTIC, domain.settings().queueLifetime());
  }
}
