package org.postern.gateway.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.tenant.UserSettings;
import org.postern.gateway.tenant.UserSnapshot.Chosen;
import org.postern.mail.address.EmailAddress;

/// Choices of users in memory.
public final class MemoryUsers implements Users {

  private final Map<String, Chosen> users = new TreeMap<>();
  private long version;

  private static String key(TenantId tenant, EmailAddress user) {
    return tenant + " " + user.toString().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public synchronized List<Chosen> all() {
    return List.copyOf(users.values());
  }

  @Override
  public synchronized Optional<UserSettings> find(TenantId tenant, EmailAddress user) {
    return Optional.ofNullable(users.get(key(tenant, user))).map(Chosen::settings);
  }

  @Override
  public synchronized void put(Chosen chosen) {
    version++;
    String key = key(chosen.tenant(), chosen.user());
    if (chosen.settings().equals(UserSettings.NONE)) {
      users.remove(key);
    } else {
      users.put(key, chosen);
    }
  }

  @Override
  public synchronized long version() {
    return version;
  }
}
