package org.postern.gateway.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;

/// Listed recipients in memory. Thread-safe: synchronized.
public final class MemoryRecipients implements Recipients {
  private final Map<List<String>, NavigableSet<String>> domains = new HashMap<>();

  private NavigableSet<String> of(TenantId tenant, String domain) {
    return domains.computeIfAbsent(
        List.of(tenant.name(), domain.toLowerCase(Locale.ROOT)),
        _ ->
            new TreeSet<>(
                Comparator.comparing(RecipientRules::folded)
                    .thenComparing(Comparator.naturalOrder())));
  }

  @Override
  public synchronized int add(TenantId tenant, String domain, Collection<String> locals) {
    return (int) locals.stream().filter(of(tenant, domain)::add).count();
  }

  @Override
  public synchronized int remove(TenantId tenant, String domain, Collection<String> locals) {
    NavigableSet<String> listed = of(tenant, domain);
    int before = listed.size();
    List<String> folded = locals.stream().map(RecipientRules::folded).toList();
    listed.removeIf(local -> folded.contains(RecipientRules.folded(local)));
    return before - listed.size();
  }

  @Override
  public synchronized void replace(TenantId tenant, String domain, Collection<String> locals) {
    of(tenant, domain).clear();
    of(tenant, domain).addAll(locals);
  }

  @Override
  public synchronized boolean contains(
      TenantId tenant, String domain, String local, boolean exact) {
    String folded = RecipientRules.folded(local);
    return of(tenant, domain).stream()
        .anyMatch(one -> exact ? one.equals(local) : RecipientRules.folded(one).equals(folded));
  }

  @Override
  public synchronized void list(TenantId tenant, String domain, Consumer<String> receiver) {
    List.copyOf(of(tenant, domain)).forEach(receiver);
  }
}
