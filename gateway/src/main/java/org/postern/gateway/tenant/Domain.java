package org.postern.gateway.tenant;

import java.util.List;
import java.util.Locale;

/// A domain whose mail comes through the gateway, the tenant it belongs to and the servers that
/// take its mail.
public record Domain(TenantId tenant, String name, List<NextHop> route, DomainSettings settings) {

  public Domain {
    name = name.toLowerCase(Locale.ROOT);
    route = List.copyOf(route);
    if (route.isEmpty()) {
      throw new IllegalArgumentException("domain " + name + " needs a route, HOST:PORT");
    }
  }
}
