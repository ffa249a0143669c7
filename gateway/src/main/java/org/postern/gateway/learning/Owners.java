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

  /// The name under which a user's word is kept: the same for all addresses of a mailbox that
  /// differ in what stands behind a plus sign, or by cases.
  static String reporter(EmailAddress address) {
    String local = RecipientRules.folded(address.local());
    int cut = local.indexOf('+');
    return (cut < 1 ? local : local.substring(0, cut))
        + "@"
        + address.domain().toLowerCase(Locale.ROOT);
  }

  /// Whose filter it is; nobody's is the platform's.
  static TenantId tenant(BayesOwner owner) {
    int cut = owner.name().indexOf('/');
    return cut < 0 ? TenantId.PLATFORM : new TenantId(owner.name().substring(0, cut));
  }

  /// Whom to ask for a recipient, the most specific first.
  static List<BayesOwner> asked(TenantId tenant, EmailAddress address) {
    return List.of(user(tenant, address), domain(tenant, address.domain()), BayesOwner.GLOBAL);
  }
}
