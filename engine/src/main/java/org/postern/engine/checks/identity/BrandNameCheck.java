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
          0.7,
          "the sender's name is a brand, whose name stands in a domain not known to be its");
  static final Symbol BRAND_NAME_DISGUISED =
      symbol(
          "BRAND_NAME_DISGUISED",
          2.5,
          "the sender's name is a brand in look-alike letters, at an address that is not its");

  private static final int TELLING = 4;

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
    Optional<BrandClaim> claimed = NameClaims.foreign(name, address, host, brands);
    if (claimed.isEmpty()) {
      return List.of();
    }
    BrandClaim claim = claimed.get();
    String evidence = claim.written() + " is claimed by \"" + name + "\" <" + address + ">";
    List<Finding> findings = new ArrayList<>();
    findings.add(
        place(claim, NameWords.of(name), host, RegistrableDomain.of(host)).found(evidence));
    if (claim.disguised()) {
      findings.add(BRAND_NAME_DISGUISED.found(evidence));
    }
    return findings;
  }

  private Symbol place(BrandClaim claim, NameWords name, String host, String registrable) {
    if (HostKind.FREE_MAIL.contains(host) || Senders.tenantOfMany(host)) {
      return BRAND_NAME_FREEMAIL;
    }
    return kin(claim, name, host, registrable) ? BRAND_NAME_KIN : BRAND_NAME_FOREIGN;
  }

  /// A dealer, a branch, a sending domain of the brand that is not known, or somebody who hopes to
  /// be taken for one.
  static boolean kin(BrandClaim claim, NameWords name, String host, String registrable) {
    if (claim.disguised() || registrable.isEmpty()) {
      return false;
    }
    String label = registrable.substring(0, registrable.indexOf('.')).replace("-", "");
    String below = host.substring(0, host.length() - registrable.length()).replace("-", "");
    boolean platform = HostKind.SENDING_PLATFORM.contains(host);
    for (String word : name.plain()) {
      boolean telling =
          word.length() >= TELLING && !ClaimWords.business(NameWords.of(word).looks().getFirst());
      if (telling && (label.contains(word) || (platform && below.contains(word)))) {
        return true;
      }
    }
    return false;
  }
}
