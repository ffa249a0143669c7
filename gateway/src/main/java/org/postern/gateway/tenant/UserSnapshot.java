package org.postern.gateway.tenant;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.mail.address.EmailAddress;

/// What users chose, as it was at one moment. Immutable; one message is handled with one snapshot.
public final class UserSnapshot {

  /// Nobody chose anything.
  public static final UserSnapshot EMPTY = new UserSnapshot(List.of());

  private final Map<Key, UserSettings> users;

  /// One user's choice.
  public record Chosen(TenantId tenant, EmailAddress user, UserSettings settings) {}

  private record Key(TenantId tenant, String domain, String local) {}

  public UserSnapshot(List<Chosen> all) {
    users = HashMap.newHashMap(all.size());
    all.forEach(one -> users.put(key(one.tenant(), one.user()), one.settings()));
  }

  /// What counts for mail to this address of a domain. Details behind the domain's delimiter, as in
  /// `bob+news`, belong to the user before it.
  public DomainSettings settings(Domain domain, EmailAddress to) {
    DomainSettings settings = domain.settings();
    if (users.isEmpty() || settings.infomailBy() != DomainSettings.Chooser.USERS) {
      return settings;
    }
    for (String local : settings.recipientRules().listed(to.local())) {
      UserSettings chosen = users.get(key(domain.tenant(), new EmailAddress(local, to.domain())));
      if (chosen != null) {
        return chosen.over(settings);
      }
    }
    return settings;
  }

  private static Key key(TenantId tenant, EmailAddress user) {
    return new Key(
        tenant, user.domain().toLowerCase(Locale.ROOT), RecipientRules.folded(user.local()));
  }

  public int size() {
    return users.size();
  }

  @Override
  public String toString() {
    return size() + " users";
  }
}
