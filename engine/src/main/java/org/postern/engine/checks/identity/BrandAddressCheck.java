package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.checks.identity.LookAlikes.Seeming;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Mailbox;

/// Addresses that are made to be taken for a brand's: `service@paypa1.example`,
/// `paypal-support@elsewhere.example`.
public final class BrandAddressCheck implements Check {

  static final Symbol BRAND_DOMAIN_LOOKALIKE =
      symbol(
          "BRAND_DOMAIN_LOOKALIKE",
          3,
          "the domain of From, Reply-To or MAIL FROM is made to be taken for a brand's");
  static final Symbol BRAND_DOMAIN_TOP_LEVEL =
      symbol(
          "BRAND_DOMAIN_TOP_LEVEL",
          1,
          "the domain of From, Reply-To or MAIL FROM is a brand's name below another top level");
  static final Symbol BRAND_LOCAL_PART =
      symbol(
          "BRAND_LOCAL_PART",
          1.5,
          "what stands before the @ of From or Reply-To is a brand, the domain is not its");

  private static final int ADDRESSES = 10;

  private final Brands brands = Brands.builtin();
  private final LookAlikes lookAlikes = new LookAlikes(brands);

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.kind(name, Group.SENDER, points, Category.PHISHING, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "brand-address";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(BRAND_DOMAIN_LOOKALIKE, BRAND_DOMAIN_TOP_LEVEL, BRAND_LOCAL_PART);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Mailbox> mailboxes = new ArrayList<>(mail.header().from());
    mailboxes.addAll(mail.header().replyTo());
    Set<String> hosts = new LinkedHashSet<>();
    mailboxes.stream().limit(ADDRESSES).map(Mailbox::domain).forEach(hosts::add);
    hosts.add(Senders.envelopeDomain(mail));
    List<Finding> findings = new ArrayList<>();
    hosts.stream()
        .flatMap(host -> lookAlikes.of(host).stream())
        .findFirst()
        .map(BrandAddressCheck::finding)
        .ifPresent(findings::add);
    // where the name claims it already, the address says nothing new
    if (BrandClaim.of(NameWords.of(Senders.name(mail)), brands).isEmpty()) {
      mailboxes.stream()
          .limit(ADDRESSES)
          .flatMap(mailbox -> localPart(mailbox).stream())
          .findFirst()
          .ifPresent(findings::add);
    }
    return findings;
  }

  private static Finding finding(Seeming seeming) {
    return switch (seeming.way()) {
      case SPELLING, WORDS, BELOW -> BRAND_DOMAIN_LOOKALIKE.found(seeming.evidence());
      case TOP_LEVEL -> BRAND_DOMAIN_TOP_LEVEL.found(seeming.evidence());
    };
  }

  private Optional<Finding> localPart(Mailbox mailbox) {
    String host = mailbox.domain();
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Optional<BrandClaim> claim = BrandClaim.of(NameWords.of(mailbox.local()), brands);
    return claim
        .filter(one -> !one.alone() && !one.owned(host, RegistrableDomain.of(host)))
        .map(one -> BRAND_LOCAL_PART.found(one.written() + " is claimed by " + mailbox.address()));
  }
}
