package org.postern.gateway.store;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.TenantId;

/// Domains in memory. Thread-safe: synchronized.
public final class MemoryTenants implements Tenants {
  private final Map<String, Domain> domains = new TreeMap<>();
  private long version;

  @Override
  public synchronized List<Domain> domains() {
    return List.copyOf(domains.values());
  }

  @Override
  public synchronized Optional<Domain> domain(TenantId tenant, String name) {
    return Optional.ofNullable(domains.get(name.toLowerCase(Locale.ROOT)))
        .filter(domain -> domain.tenant().equals(tenant));
  }

  @Override
  public synchronized void put(Domain domain) {
    Domain old = domains.get(domain.name());
    if (old != null && !old.tenant().equals(domain.tenant())) {
      throw new Taken(domain.name());
    }
    domains.put(domain.name(), domain);
    version++;
  }

  @Override
  public synchronized boolean remove(TenantId tenant, String name) {
    if (domain(tenant, name).isEmpty()) {
      return false;
    }
    domains.remove(name.toLowerCase(Locale.ROOT));
    version++;
    return true;
  }

  @Override
  public synchronized long version() {
    return version;
  }
}
