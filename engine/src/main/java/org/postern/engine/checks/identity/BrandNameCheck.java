package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/// A sender's name that is a brand, at an address that is not the brand's: `PayPal Support
/// <x81@elsewhere.example>`.
public final class BrandNameCheck implements Check {

  static final Symbol BRAND_NAME_FOREIGN =
      symbol("BRAND_NAME_FOREIGN", 2.5, "the sender's name is a brand, the address is not its");
  static final Symbol BRAND_NAME_FREEMAIL =
      symbol(
          "BRAND_NAME_FREEMAIL",
          3.5,
          "the sender's name is a brand, the address is one that anybody can have");
  static final Symbol BRAND_NAME_KIN =
      symbol(
          "BRAND_NAME_KIN",
          1.5,
          "the sender's name is a brand, whose name stands in a domain not known to be its");
  static final Symbol BRAND_NAME_DISGUISED =
      symbol(
          "BRAND_NAME_DISGUISED",
          2.5,
          "the sender's name is a brand in look-alike letters, at an address that is not its");

  private static final double LIKELY = 0.45;

  private final Brands brands = Brands.builtin();

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.kind(name, Group.SENDER, points, Category.PHISHING, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "brand-name";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(BRAND_NAME_FOREIGN, BRAND_NAME_FREEMAIL, BRAND_NAME_KIN, BRAND_NAME_DISGUISED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    String name = Senders.name(mail);
    String host = Senders.domain(mail.header());
    String address = Senders.author(mail.header()).map(Mailbox::address).orElse("");
    Optional<BrandClaim> claimed = NameClaims.foreign(mail, brands);
    if (claimed.isEmpty()) {
      return List.of();
    }
    BrandClaim claim = claimed.get();
    String evidence = claim.written() + " is claimed by \"" + name + "\" <" + address + ">";
    List<Finding> findings = new ArrayList<>();
    findings.add(place(claim, NameWords.of(name), host, RegistrableDomain.of(host), evidence));
    if (claim.disguised()) {
      findings.add(BRAND_NAME_DISGUISED.found(evidence));
    }
    return findings;
  }

  private static Finding place(
      BrandClaim claim, NameWords name, String host, String registrable, String evidence) {
    if (HostKind.FREE_MAIL.contains(host) || Senders.tenantOfMany(host)) {
      return BRAND_NAME_FREEMAIL.found(evidence);
    }
    return switch (Kinship.of(claim, name, host, registrable)) {
      case NONE -> BRAND_NAME_FOREIGN.found(evidence);
      case POSSIBLE -> BRAND_NAME_KIN.found(evidence);
      case LIKELY -> BRAND_NAME_KIN.found(LIKELY, List.of(evidence));
    };
  }
}
