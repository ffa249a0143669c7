package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.SenderRelations;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.url.TopLevelDomains;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Headers;

/// Fields of the header that do not belong together, and traces of the programs that spam is sent
/// with.
public final class ScatteredSenderCheck implements Check {

  static final Symbol SENDER_SCATTERED =
      symbol(
          "SENDER_SCATTERED",
          2.3,
          "From, MAIL FROM, Reply-To and Message-ID are of three domains or more, and nothing"
              + " vouches for the one in From");
  static final Symbol MESSAGE_ID_BORROWED =
      symbol(
          "MESSAGE_ID_BORROWED",
          1.5,
          "the Message-ID is a brand's, and nothing else in the header is");
  static final Symbol SENDER_ABUSED_TOP_LEVEL =
      symbol(
          "SENDER_ABUSED_TOP_LEVEL", 0.6, "From or MAIL FROM is below a top level known for abuse");
  static final Symbol BROWSER_AS_MAILER =
      symbol(
          "BROWSER_AS_MAILER", 1.8, "the mail program calls itself a browser that sends no mail");
  static final Symbol TEMPLATE_UNFILLED =
      symbol(
          "TEMPLATE_UNFILLED",
          1.5,
          "a field of the header holds the name of what was to be filled in");

  private static final int LONGEST = 1_000;
  private static final int SCATTERED = 3;
  private static final double THREE = 0.6;

  /// What a receiving server puts where there was none is no field of the sender.
  private static final String RECEIVER = ".prod.protection.outlook.com";

  private static final Pattern BROWSER =
      Pattern.compile("^\\s*Mozilla/\\d.*\\b(?:AppleWebKit|Presto|Trident|MSIE|Chrome)/?[ \\d]");
  private static final Pattern TEMPLATE =
      Pattern.compile(
          "\\[(?:to|e?-?mail|name|f(?:irst)?_?name|your-[a-z]{2,20}|an?[ln]?\\d{1,3}|rand\\w{0,12}|domain)\\]"
              + "|\\{\\{[^{}]{1,40}\\}\\}|\\*\\|[A-Z_:]{2,30}\\|\\*|##[a-z_]{2,30}##"
              + "|%%[a-z_]{2,30}%%|\\$\\{[^{}]{1,40}\\}",
          Pattern.CASE_INSENSITIVE);
  private static final List<String> FILLED = List.of("To", "From", "Message-ID", "Reply-To");

  /// Brands whose servers carry the mail of others.
  private static final Set<String> CARRIERS =
      Set.of(
          "Microsoft",
          "Outlook",
          "Google",
          "Gmail",
          "Amazon",
          "Apple",
          "Yahoo",
          "GoDaddy",
          "Namecheap",
          "Ionos",
          "Strato",
          "OVH",
          "Hostinger",
          "Hetzner",
          "Zoho",
          "Yandex",
          "Mail.ru",
          "T-Online");

  private final Brands brands = Brands.builtin();

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "scattered-sender";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(
        SENDER_SCATTERED,
        MESSAGE_ID_BORROWED,
        SENDER_ABUSED_TOP_LEVEL,
        BROWSER_AS_MAILER,
        TEMPLATE_UNFILLED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Finding> findings = new ArrayList<>();
    String from = Senders.domain(mail.header());
    Headers headers = mail.message().headers();
    if (!from.isEmpty() && !Senders.throughList(mail, from)) {
      scattered(mail, from, findings);
      borrowed(mail, findings);
    }
    String envelope = Senders.envelopeDomain(mail);
    if (TopLevelDomains.abused(from)) {
      findings.add(SENDER_ABUSED_TOP_LEVEL.found(from));
    } else if (TopLevelDomains.abused(envelope)) {
      findings.add(SENDER_ABUSED_TOP_LEVEL.found(envelope));
    }
    program(headers, findings);
    for (String name : FILLED) {
      String value = headers.value(name).orElse("");
      if (value.length() <= LONGEST && marked(value) && TEMPLATE.matcher(value).find()) {
        findings.add(TEMPLATE_UNFILLED.found(name + ": " + value));
        break;
      }
    }
    return findings;
  }

  /// Whether it holds a sign with which the gap of a template begins; hardly any does.
  private static boolean marked(String value) {
    for (int i = 0; i < value.length(); i++) {
      if ("[{*#%$".indexOf(value.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static void scattered(Case mail, String from, List<Finding> findings) {
    switch (Vouching.of(mail, from)) {
      case PROVEN, SHOWN -> {
        return;
      }
      case DISPROVEN, NOT_SHOWN -> {}
    }
    SenderRelations relations = mail.relations();
    if (!relations.signers().isEmpty() || !VouchingCheck.recent(mail)) {
      return;
    }
    Set<String> domains = new LinkedHashSet<>();
    add(relations.from(), domains);
    add(relations.returnPath(), domains);
    add(relations.sender(), domains);
    // forms of small sites have the visitor's mailbox there
    relations.replyTo().stream()
        .filter(one -> !HostKind.FREE_MAIL.contains(one))
        .forEach(one -> add(one, domains));
    if (!madeByReceiver(mail)) {
      add(relations.messageId(), domains);
    }
    if (domains.size() >= SCATTERED) {
      double strength = domains.size() > SCATTERED ? 1 : THREE;
      findings.add(SENDER_SCATTERED.found(strength, List.copyOf(domains)));
    }
  }

  private static void add(String domain, Set<String> domains) {
    if (!domain.isEmpty() && !HostKind.SENDING_PLATFORM.contains(domain)) {
      domains.add(domain);
    }
  }

  private static boolean madeByReceiver(Case mail) {
    return messageId(mail).endsWith(RECEIVER);
  }

  private static String messageId(Case mail) {
    String id = mail.message().headers().value("Message-ID").orElse("");
    return id.substring(id.lastIndexOf('@') + 1).replace(">", "").strip().toLowerCase(Locale.ROOT);
  }

  private void borrowed(Case mail, List<Finding> findings) {
    String id = messageId(mail);
    if (id.isEmpty() || id.length() > LONGEST || mail.relations().listNamed()) {
      return;
    }
    SenderRelations relations = mail.relations();
    brands
        .at(id)
        .filter(_ -> !HostKind.FREE_MAIL.contains(id) && !relations.involves(id))
        .filter(brand -> !CARRIERS.contains(brand.name()))
        .filter(brand -> !owns(brand, relations.from()) && !owns(brand, relations.returnPath()))
        .filter(brand -> relations.signers().stream().noneMatch(one -> owns(brand, one)))
        .ifPresent(brand -> findings.add(MESSAGE_ID_BORROWED.found(id, brand.name())));
  }

  private static boolean owns(Brand brand, String domain) {
    return !domain.isEmpty() && brand.owns(domain, RegistrableDomain.of(domain));
  }

  private static void program(Headers headers, List<Finding> findings) {
    for (String name : List.of("X-Mailer", "User-Agent")) {
      String value = headers.value(name).orElse("");
      if (value.length() <= LONGEST && BROWSER.matcher(value).find()) {
        findings.add(BROWSER_AS_MAILER.found(name + ": " + value));
        return;
      }
    }
  }
}
