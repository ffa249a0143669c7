package org.postern.gateway.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.tenant.UserSettings;
import org.postern.gateway.tenant.UserSnapshot.Chosen;
import org.postern.mail.address.EmailAddress;

/// Choices of users in memory.
public final class MemoryUsers implements Users {

  private final Map<String, Chosen> users = new TreeMap<>();
  private long version;

  @Override
  public synchronized List<Chosen> all() {
    return List.copyOf(users.values());
  }

  @Override
  public synchronized Optional<UserSettings> find(
      TenantId tenant, EmailAddress user, RecipientRules rules) {
    return users.values().stream()
        .filter(one -> same(one, tenant, user, rules))
        .reduce((_, last) -> last)
        .map(Chosen::settings);
  }

  @Override
  public synchronized void put(Chosen chosen, RecipientRules rules) {
    version++;
    users.values().removeIf(one -> same(one, chosen.tenant(), chosen.user(), rules));
    if (!chosen.settings().equals(UserSettings.NONE)) {
      users.put(chosen.tenant() + " " + chosen.user(), chosen);
    }
  }

  private static boolean same(
      Chosen one, TenantId tenant, EmailAddress user, RecipientRules rules) {
    return one.tenant().equals(tenant)
        && one.user().domain().equalsIgnoreCase(user.domain())
        && rules.same(one.user().local(), user.local());
  }

  @Override
  public synchronized long version() {
    return version;
  }
}
