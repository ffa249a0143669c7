package org.postern.gateway.gate;

import java.util.List;
import org.postern.engine.verdict.Policy;
import org.postern.gateway.relay.Route;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.tenant.UserSnapshot;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.SmtpClientTls;

/// An accepted recipient with what its domain wants, as one snapshot that the whole transaction
/// uses.
///
/// @param route empty where there is no way on, so that the message is held for the operator
record Addressee(
    Recipient recipient, TenantId tenant, DomainSettings settings, List<NextHop> route) {

  static Addressee of(Recipient recipient, Domain domain, UserSnapshot users) {
    return new Addressee(
        recipient, domain.tenant(), users.settings(domain, recipient.address()), domain.route());
  }

  /// A recipient whose domain is not served: it went away while its message was in the spool, or it
  /// is our own postmaster.
  static Addressee ofNobody(Recipient recipient) {
    return new Addressee(recipient, TenantId.PLATFORM, DomainSettings.STANDARD, List.of());
  }

  /// Whether its mail is handed to the next hop within the sender's transaction.
  boolean proxied() {
    return settings.mode() == DomainSettings.Mode.PROXY;
  }

  /// Whether it is one of those who help, whom everybody reaches: RFC 5321 section 4.5.1, RFC 2142.
  boolean reachedByAll() {
    String local = recipient.address().local();
    return local.equalsIgnoreCase("postmaster") || local.equalsIgnoreCase("abuse");
  }

  Policy policy() {
    return settings.policy();
  }

  /// Whether both domains would refuse the same messages, so that one reply suits both.
  boolean refusesLike(Addressee other) {
    DomainSettings theirs = other.settings();
    return settings.equals(theirs)
        || (settings.analysis() == theirs.analysis()
            && settings.refuseOn().equals(theirs.refuseOn())
            && policy().refusesLike(theirs.policy()));
  }

  /// The way to the next hops. Not for one without any.
  Route way() {
    return new Route(route, SmtpClientTls.OPPORTUNISTIC, settings.queueLifetime());
  }

  /// Whether both are reached through the same servers.
  boolean goesLike(Addressee other) {
    if (route.isEmpty() || other.route.isEmpty()) {
      return route.equals(other.route);
    }
    return way().sameWay(other.way());
  }

  String address() {
    return recipient.address().toString();
  }
}
