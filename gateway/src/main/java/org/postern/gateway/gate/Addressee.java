package org.postern.gateway.gate;

import java.util.List;
import org.postern.engine.verdict.Policy;
import org.postern.gateway.relay.Route;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.SmtpClientTls;

/// An accepted recipient with what its domain wants, as one snapshot that the whole transaction
/// uses.
///
/// @param route empty where there is no way on, so that the message is held for the operator
record Addressee(
    Recipient recipient,
    TenantId tenant,
    DomainSettings settings,
    List<NextHop> route,
    Policy policy) {

  static Addressee of(Recipient recipient, Domain domain, Policy policy) {
    return new Addressee(recipient, domain.tenant(), domain.settings(), domain.route(), policy);
  }

  /// A recipient whose domain is not served: it went away while its message was in the spool, or it
  /// is our own postmaster.
  static Addressee ofNobody(Recipient recipient) {
    return new Addressee(
        recipient, TenantId.PLATFORM, DomainSettings.STANDARD, List.of(), Policy.STANDARD);
  }

  /// Whether its mail is handed to the next hop within the sender's transaction.
  boolean proxied() {
    return settings.mode() == DomainSettings.Mode.PROXY;
  }

  /// The way to the next hops. Not for one without any.
  Route way() {
    return new Route(route, SmtpClientTls.OPPORTUNISTIC, settings.queueLifetime());
  }

  String address() {
    return recipient.address().toString();
  }
}
