package org.postern.gateway.recipients;

import java.util.List;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;

/// Under what an answer is remembered: another tenant or another way is another answer.
///
/// @param local as the domain compares it; empty for what is known of the domain as a whole
record Key(TenantId tenant, List<NextHop> hops, String domain, String local) {

  static Key of(Domain domain, EmailAddress address) {
    String local = domain.settings().recipientRules().key(address.local());
    return new Key(domain.tenant(), domain.route(), domain.name(), local);
  }

  Key ofDomain() {
    return new Key(tenant, hops, domain, "");
  }

  /// About how much memory it takes; names of domains and routes are shared.
  int octets() {
    return 160 + 2 * local.length();
  }
}
