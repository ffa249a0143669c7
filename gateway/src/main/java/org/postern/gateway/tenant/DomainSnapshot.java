package org.postern.gateway.tenant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All domains as they were at one moment. Immutable; one message is handled with one snapshot.
public final class DomainSnapshot {

  /// No domain is served.
  public static final DomainSnapshot EMPTY = new DomainSnapshot(List.of());

  private static final int ORGANISATION = 50;

  private final Map<String, Domain> byName;
  private final Map<TenantId, Set<String>> ofTenant = new HashMap<>();

  public DomainSnapshot(List<Domain> domains) {
    byName = HashMap.newHashMap(domains.size());
    domains.forEach(domain -> {
      byName.put(domain.name(), domain);
      ofTenant.computeIfAbsent(domain.tenant(), _ -> new HashSet<>()).add(domain.name());
    });
    ofTenant.replaceAll((_, names) -> Set.copyOf(names));
  }

  /// The domain of exactly that name, in any case; a parent domain does not stand in.
  public Optional<Domain> find(String name) {
    Domain exact = byName.get(name);
    return exact != null
        ? Optional.of(exact)
        : Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  /// The names of all domains of the tenant that a domain belongs to; where there are too many to
  /// be one organisation, or the domain is not served, its own alone.
  public Set<String> beside(String name) {
    return find(name)
        .map(domain -> ofTenant.getOrDefault(domain.tenant(), Set.of()))
        .filter(names -> !names.isEmpty() && names.size() <= ORGANISATION)
        .orElseGet(() -> Set.of(name.toLowerCase(Locale.ROOT)));
  }

  /// How a domain tells its recipients apart; as usual where it is not served.
  public RecipientRules recipientRules(String name) {
    return find(name)
        .map(domain -> domain.settings().recipientRules())
        .orElse(RecipientRules.STANDARD);
  }

  public int size() {
    return byName.size();
  }

  @Override
  public String toString() {
    return size() + " domains";
  }
}
