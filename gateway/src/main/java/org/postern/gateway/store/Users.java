package org.postern.gateway.store;

import java.util.List;
import java.util.Optional;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.tenant.UserSettings;
import org.postern.gateway.tenant.UserSnapshot.Chosen;
import org.postern.mail.address.EmailAddress;

/// What users chose for their own mail. Addresses are found in any case, unless their domain tells
/// cases apart.
///
/// Thread-safe. Several processes may use it at once; `version` tells when to read again.
public interface Users {

  /// The choices of all users of all tenants.
  List<Chosen> all();

  /// What this user chose; empty where it never did.
  ///
  /// @param rules how the domain tells its recipients apart
  Optional<UserSettings> find(TenantId tenant, EmailAddress user, RecipientRules rules);

  /// Keeps a choice in place of an earlier one; [UserSettings#NONE] forgets the user.
  ///
  /// @param rules how the domain tells its recipients apart
  void put(Chosen chosen, RecipientRules rules);

  /// Changes whenever anything above changed, by whichever process. Cheap: asked every second.
  long version();
}
