package org.postern.gateway.tenant;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// All domains as they were at one moment. Immutable; one message is handled with one snapshot.
public final class DomainSnapshot {

  /// No domain is served.
  public static final DomainSnapshot EMPTY = new DomainSnapshot(List.of());

  private final Map<String, Domain> byName;

  public DomainSnapshot(List<Domain> domains) {
    byName = HashMap.newHashMap(domains.size());
    domains.forEach(domain -> byName.put(domain.name(), domain));
  }

  /// The domain of exactly that name, in any case; a parent domain does not stand in.
  public Optional<Domain> find(String name) {
    Domain exact = byName.get(name);
    return exact != null
        ? Optional.of(exact)
        : Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  public int size() {
    return byName.size();
  }

  @Override
  public String toString() {
    return size() + " domains";
  }
}
