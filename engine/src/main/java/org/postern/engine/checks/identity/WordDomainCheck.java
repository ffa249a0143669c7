package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.url.Confusables;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Domains without a name in them: nothing but words of business and of computers, joined by
/// hyphens (`konto-web`, `mail-quota-portal`). Companies are called something.
public final class WordDomainCheck implements Check {

  static final Symbol LINK_DOMAIN_OF_WORDS =
      symbol(
          "LINK_DOMAIN_OF_WORDS",
          1,
          Stage.ACTIVE,
          "a link leads to a domain made of words of business joined by hyphens, and of no name");
  static final Symbol SENDER_DOMAIN_OF_WORDS =
      symbol(
          "SENDER_DOMAIN_OF_WORDS",
          0.6,
          Stage.ACTIVE,
          "From is at a domain made of words of business joined by hyphens, and of no name");

  private static final int HOSTS = 300;
  private static final int SHORTEST = 4;
  private static final double FEW = 5;
  private static final String WORDS =
      """
      web portal online webmail mailbox postfach poczta skrzynka eposta hesap correo posta casella mailadmin quota \
      sso session document docsign sign envelope voice vm listen play weryfikacja dogrula behoud aggiorna check id \
      form formular track erstattung steuer praemie prize gewinn sorteio start go get now app the my your \
      page link click redirect connect remote \
      access office365 sharepoint onedrive outlook exchange owa adfs vpn mfa otp\
      """;
  private static final Set<String> COMPUTERS = words();

  private static Symbol symbol(String name, double points, Stage stage, String meaning) {
    return Symbol.scored(name, Group.LINK, points, stage, meaning);
  }

  private static Set<String> words() {
    Set<String> words = new HashSet<>();
    for (String word : WORDS.split("\\s+")) {
      words.add(Confusables.skeleton(word));
    }
    return Set.copyOf(words);
  }

  @Override
  public String name() {
    return "word-domain";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(LINK_DOMAIN_OF_WORDS, SENDER_DOMAIN_OF_WORDS);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    String from = RegistrableDomain.of(Senders.domain(mail.header()));
    if (ofWords(from)) {
      findings.add(SENDER_DOMAIN_OF_WORDS.found(from));
    }
    Set<String> domains = new LinkedHashSet<>();
    for (Target target : mail.targets().all()) {
      if (domains.size() < HOSTS
          && !target.involved()
          && !target.kinds().contains(HostKind.SENDING_PLATFORM)) {
        domains.add(target.destination().registrable());
      }
    }
    Optional<String> odd = domains.stream().filter(WordDomainCheck::ofWords).findFirst();
    odd.ifPresent(domain ->
        findings.add(
            LINK_DOMAIN_OF_WORDS.found(Math.min(1, FEW / domains.size()), List.of(domain))));
    return findings;
  }

  private static boolean ofWords(String domain) {
    int dot = domain.indexOf('.');
    if (dot < 0 || domain.indexOf('-') < 0 || domain.startsWith("xn--")) {
      return false;
    }
    String[] words = domain.substring(0, dot).split("-", -1);
    int telling = 0;
    for (String word : words) {
      if (word.isEmpty() || !ofBusiness(word)) {
        return false;
      }
      telling += word.length() >= SHORTEST ? 1 : 0;
    }
    return words.length >= 2 && telling >= 1;
  }

  private static boolean ofBusiness(String word) {
    String looks = Confusables.skeleton(word);
    return COMPUTERS.contains(looks)
        || ClaimWords.business(looks)
        || ClaimWords.dressing(looks)
        || word.chars().allMatch(Character::isDigit);
  }
}
