package org.postern.gateway.learning;

import java.util.List;
import java.util.Locale;
import org.postern.engine.learn.BayesOwner;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;

/// The filters of tenants. The tenant stands in every name, so that a domain that moves to another
/// tenant begins anew.
final class Owners {

  private Owners() {}

  static BayesOwner domain(TenantId tenant, String domain) {
    return new BayesOwner(BayesOwner.Kind.DOMAIN, tenant + "/" + domain.toLowerCase(Locale.ROOT));
  }

  static BayesOwner user(TenantId tenant, EmailAddress address) {
    return new BayesOwner(
        BayesOwner.Kind.USER,
        tenant
            + "/"
            + address.domain().toLowerCase(Locale.ROOT)
            + "/"
            + RecipientRules.folded(address.local()));
  }

  /// Whom to ask for a recipient, the most specific first.
  static List<BayesOwner> asked(TenantId tenant, EmailAddress address) {
    return List.of(user(tenant, address), domain(tenant, address.domain()), BayesOwner.GLOBAL);
  }
}
