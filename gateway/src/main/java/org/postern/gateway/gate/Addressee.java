package org.postern.gateway.gate;

import java.util.List;
import org.postern.engine.verdict.Policy;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.smtp.Recipient;

/// An accepted recipient with what its domain wants, as one snapshot that the whole transaction
/// uses.
///
/// @param route empty when the domain is not served any more: a message may outlive its domain in
///   the spool
record Addressee(
    Recipient recipient,
    TenantId tenant,
    DomainSettings settings,
    List<NextHop> route,
    Policy policy) {

  static Addressee of(Recipient recipient, Domain domain, Policy policy) {
    return new Addressee(recipient, domain.tenant(), domain.settings(), domain.route(), policy);
  }

  /// A recipient whose domain went away after its message was accepted.
  static Addressee orphan(Recipient recipient) {
    return new Addressee(
        recipient, TenantId.PLATFORM, DomainSettings.STANDARD, List.of(), Policy.STANDARD);
  }

  /// Whether its mail is handed to the next hop within the sender's transaction.
  boolean proxied() {
    return settings.mode() == DomainSettings.Mode.PROXY;
  }

  String address() {
    return recipient.address().toString();
  }
}
