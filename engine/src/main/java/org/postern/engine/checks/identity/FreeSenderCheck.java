package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.url.HostKind;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Senders who speak for an organisation from an address that anybody can have.
public final class FreeSenderCheck implements Check {

  static final Symbol FREEMAIL_BUSINESS_NAME =
      symbol(
          "FREEMAIL_BUSINESS_NAME",
          1.8,
          "the sender's name is made of words of business only, the address is a free mailbox");
  static final Symbol TENANT_ADDRESS =
      symbol(
          "TENANT_ADDRESS", 1, "From is below a domain that a provider gives to each new customer");

  private static final int WORDS = 10;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "free-sender";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(FREEMAIL_BUSINESS_NAME, TENANT_ADDRESS);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    String host = Senders.domain(mail.header());
    List<Finding> findings = new ArrayList<>();
    boolean tenant = Senders.tenantOfMany(host) && !NameClaims.exchange(mail);
    if (tenant) {
      findings.add(TENANT_ADDRESS.found(host));
    }
    if (tenant || HostKind.FREE_MAIL.contains(host)) {
      String name = Senders.name(mail);
      if (businessOnly(NameWords.of(name))) {
        findings.add(FREEMAIL_BUSINESS_NAME.found(name + " at " + host));
      }
    }
    return findings;
  }

  private static boolean businessOnly(NameWords name) {
    int business = 0;
    for (int i = 0; i < name.looks().size(); i++) {
      String looks = name.looks().get(i);
      if (ClaimWords.business(looks)) {
        business++;
      } else if (!ClaimWords.filling(name.plain().get(i), looks)) {
        return false;
      }
    }
    return business > 0 && name.looks().size() <= WORDS;
  }
}
