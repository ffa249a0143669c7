package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.smtp.Recipient;

/// Strangers who pretend to belong to the recipient's organisation. Own are the domains of those in
/// RCPT TO; where the envelope is not known, as with stored messages, the domain of the one in To.
public final class OwnDomainCheck implements Check {

  static final Symbol OWN_DOMAIN_FORGED =
      symbol(
          "OWN_DOMAIN_FORGED",
          2.5,
          "From is at a domain of the recipient's organisation, which did not send it");
  static final Symbol OWN_DOMAIN_LOOKALIKE =
      symbol(
          "OWN_DOMAIN_LOOKALIKE",
          3.5,
          "From, Reply-To or MAIL FROM is at a domain that looks like one of the recipient's"
              + " organisation");
  static final Symbol OWN_NAME_FOREIGN =
      symbol(
          "OWN_NAME_FOREIGN",
          2,
          "the sender's name is the recipient's organisation, the address is elsewhere");

  private static final int RECIPIENTS = 5;
  private static final int ADDRESSES = 6;
  private static final int SHORTEST_WORD = 4;

  /// Where nobody asked SPF and DKIM.
  private static final double UNASKED = 0.3;

  /// Where a list is named that nothing shows to have sent it: a member may have it passed on.
  private static final double LISTED = 0.4;

  private final OwnDomains ownDomains;

  public OwnDomainCheck(OwnDomains ownDomains) {
    this.ownDomains = ownDomains;
  }

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.kind(name, Group.SENDER, points, Category.PHISHING, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "own-domain";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(OWN_DOMAIN_FORGED, OWN_DOMAIN_LOOKALIKE, OWN_NAME_FOREIGN);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    Set<String> own = own(mail);
    String from = Senders.domain(mail.header());
    if (own.isEmpty() || from.isEmpty()) {
      return List.of();
    }
    if (isOwn(from, own)) {
      return mail.envelope().to().isEmpty()
          ? List.of()
          : forged(mail, from).map(List::of).orElse(List.of());
    }
    List<Finding> findings = new ArrayList<>();
    Set<String> hosts = new LinkedHashSet<>(List.of(from, Senders.envelopeDomain(mail)));
    mail.header().replyTo().stream().limit(ADDRESSES).map(Mailbox::domain).forEach(hosts::add);
    hosts.stream()
        .filter(host -> !isOwn(host, own) && !HostKind.FREE_MAIL.contains(host))
        .flatMap(host -> lookAlike(host, own).stream())
        .findFirst()
        .ifPresent(findings::add);
    if (!mail.relations().listShown()) {
      double listed = mail.relations().listNamed() ? LISTED : 1;
      ownName(Senders.name(mail), from, own, listed).ifPresent(findings::add);
    }
    return findings;
  }

  private Set<String> own(Case mail) {
    Set<String> own = new LinkedHashSet<>();
    for (String named : recipients(mail)) {
      String domain = named.toLowerCase(Locale.ROOT);
      if (!HostKind.FREE_MAIL.contains(domain)) {
        own.addAll(ownDomains.beside(domain));
      }
    }
    return own;
  }

  /// Their domains. Of a stored message whose envelope is not known the one in To, who may not have
  /// been a recipient.
  private static List<String> recipients(Case mail) {
    List<Recipient> known = mail.envelope().to();
    List<Mailbox> to = mail.header().to();
    if (known.isEmpty()) {
      return to.size() == 1 && !to.getFirst().domain().isEmpty()
          ? List.of(to.getFirst().domain())
          : List.of();
    }
    return known.stream().limit(RECIPIENTS).map(recipient -> recipient.address().domain()).toList();
  }

  private static boolean isOwn(String host, Set<String> own) {
    return own.stream().anyMatch(domain -> RegistrableDomain.same(host, domain));
  }

  /// A list gives a member's mail back without being the member's domain; but anybody can write the
  /// fields of a list.
  private static Optional<Finding> forged(Case mail, String from) {
    boolean list = Senders.throughList(mail, from);
    if (list && mail.relations().listShown()) {
      return Optional.empty();
    }
    double listed = list ? LISTED : 1;
    return switch (Vouching.of(mail, from)) {
      case PROVEN, SHOWN -> Optional.empty();
      case DISPROVEN -> Optional.of(OWN_DOMAIN_FORGED.found(listed, List.of(from)));
      case NOT_SHOWN -> Optional.of(OWN_DOMAIN_FORGED.found(UNASKED, List.of(from)));
    };
  }

  private static Optional<Finding> lookAlike(String host, Set<String> own) {
    for (String domain : own) {
      double alike = Likeness.of(host, domain);
      if (alike > 0) {
        return Optional.of(
            OWN_DOMAIN_LOOKALIKE.found(alike, List.of(host + " looks like " + domain)));
      }
    }
    return Optional.empty();
  }

  /// The name of the organisation, or its domain, and words of business.
  private static Optional<Finding> ownName(
      String name, String from, Set<String> own, double listed) {
    NameWords words = NameWords.of(name);
    for (String domain : own) {
      String label = RegistrableDomain.name(RegistrableDomain.of(domain));
      if (label.length() < SHORTEST_WORD || from.contains(label)) {
        continue;
      }
      boolean named = false;
      boolean business = false;
      boolean others = false;
      for (int i = 0; i < words.plain().size(); i++) {
        String plain = words.plain().get(i);
        String looks = words.looks().get(i);
        if (plain.equals(label.replace("-", ""))) {
          named = true;
        } else if (ClaimWords.business(looks)) {
          business = true;
        } else {
          others |= !ClaimWords.filling(plain, looks) && !domain.contains(plain);
        }
      }
      boolean whole = name.toLowerCase(Locale.ROOT).contains(domain);
      if ((named && business && !others) || (whole && (business || !others))) {
        double strength = listed * (HostKind.SENDING_PLATFORM.contains(from) ? 0.5 : 1);
        return Optional.of(
            OWN_NAME_FOREIGN.found(strength, List.of("\"" + name + "\" at " + from)));
      }
    }
    return Optional.empty();
  }
}
