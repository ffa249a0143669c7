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

  private final int size;
  private final Map<Key, UserSettings> inAnyCase;
  private final Map<Key, UserSettings> exactly;

  /// One user's choice.
  public record Chosen(TenantId tenant, EmailAddress user, UserSettings settings) {}

  private record Key(TenantId tenant, String domain, String local) {}

  public UserSnapshot(List<Chosen> all) {
    size = all.size();
    inAnyCase = HashMap.newHashMap(size);
    exactly = HashMap.newHashMap(size);
    all.forEach(one -> {
      inAnyCase.put(key(one.tenant(), one.user(), false), one.settings());
      exactly.put(key(one.tenant(), one.user(), true), one.settings());
    });
  }

  /// What counts for mail to this address of a domain. Details behind the domain's delimiter, as in
  /// `bob+news`, belong to the user before it.
  public DomainSettings settings(Domain domain, EmailAddress to) {
    DomainSettings settings = domain.settings();
    if (size == 0 || settings.infomailBy() != DomainSettings.Chooser.USERS) {
      return settings;
    }
    RecipientRules rules = settings.recipientRules();
    Map<Key, UserSettings> users = rules.exactCase() ? exactly : inAnyCase;
    for (String local : rules.listed(to.local())) {
      UserSettings chosen =
          users.get(key(domain.tenant(), new EmailAddress(local, to.domain()), rules.exactCase()));
      if (chosen != null) {
        return chosen.over(settings);
      }
    }
    return settings;
  }

  private static Key key(TenantId tenant, EmailAddress user, boolean exactCase) {
    RecipientRules rules = RecipientRules.STANDARD.withExactCase(exactCase);
    return new Key(tenant, user.domain().toLowerCase(Locale.ROOT), rules.key(user.local()));
  }

  public int size() {
    return size;
  }

  @Override
  public String toString() {
    return size() + " users";
  }
}
