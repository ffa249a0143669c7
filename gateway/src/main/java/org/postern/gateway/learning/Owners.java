package org.postern.gateway.learning;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.postern.engine.learn.BayesOwner;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;

/// The filters of tenants. The tenant stands in every name, so that a domain that moves to another
/// tenant begins anew.
///
/// Thread-safe as the rules are.
final class Owners {

  private final Function<String, RecipientRules> rules;

  /// @param rules how a domain tells its recipients apart
  Owners(Function<String, RecipientRules> rules) {
    this.rules = rules;
  }

  static BayesOwner domain(TenantId tenant, String domain) {
    return new BayesOwner(BayesOwner.Kind.DOMAIN, tenant + "/" + domain.toLowerCase(Locale.ROOT));
  }

  BayesOwner user(TenantId tenant, EmailAddress address) {
    return new BayesOwner(
        BayesOwner.Kind.USER,
        tenant + "/" + address.domain().toLowerCase(Locale.ROOT) + "/" + key(address));
  }

  private String key(EmailAddress address) {
    return rules.apply(address.domain()).key(address.local());
  }

  /// The name under which a user's word is kept: the same for all addresses of a mailbox that
  /// differ in what stands behind a plus sign, or by cases where the domain does not tell them
  /// apart.
  String reporter(EmailAddress address) {
    String local = key(address);
    int cut = local.indexOf('+');
    return (cut < 1 ? local : local.substring(0, cut))
        + "@"
        + address.domain().toLowerCase(Locale.ROOT);
  }

  /// A reporter as the log names it: as the mask of the user's filter.
  String masked(TenantId tenant, String reporter) {
    int at = reporter.lastIndexOf('@');
    return user(tenant, new EmailAddress(reporter.substring(0, at), reporter.substring(at + 1)))
        .mask();
  }

  /// Whose filter it is; nobody's is the platform's.
  static TenantId tenant(BayesOwner owner) {
    int cut = owner.name().indexOf('/');
    return cut < 0 ? TenantId.PLATFORM : new TenantId(owner.name().substring(0, cut));
  }

  /// Whom to ask for a recipient, the most specific first.
  List<BayesOwner> asked(TenantId tenant, EmailAddress address) {
    return List.of(user(tenant, address), domain(tenant, address.domain()), BayesOwner.GLOBAL);
  }
}
