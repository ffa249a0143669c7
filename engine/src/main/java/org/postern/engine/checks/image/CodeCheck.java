package org.postern.engine.checks.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.image.Code;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Codes that lead to the web: a phone follows them, past everything that guards the computer on
/// which the message is read. Tickets and payment slips carry codes too, so what counts is where
/// they lead and how the reader is brought to scan them.
public final class CodeCheck implements Check {

  static final Symbol QR_LINK =
      Symbol.scored(
          "QR_LINK",
          Group.CONTENT,
          2,
          Stage.ACTIVE,
          "a code in a picture leads to a site that has nothing to do with the sender");
  static final Symbol QR_IN_PDF =
      Symbol.scored(
          "QR_IN_PDF",
          Group.CONTENT,
          2.5,
          Stage.ACTIVE,
          "a code in a PDF file leads to a site that has nothing to do with the sender");
  static final Symbol QR_DRAWN =
      Symbol.kind(
          "QR_DRAWN",
          Group.CONTENT,
          3,
          Category.PHISHING,
          Stage.ACTIVE,
          "a code that leads to the web is drawn with letters or table cells, so that no picture shows it");
  static final Symbol QR_RECIPIENT =
      Symbol.kind(
          "QR_RECIPIENT",
          Group.CONTENT,
          2.5,
          Category.PHISHING,
          Stage.ACTIVE,
          "a code leads to an address that holds the recipient's own");
  static final Symbol QR_ANYBODYS_HOST =
      Symbol.scored(
          "QR_ANYBODYS_HOST",
          Group.CONTENT,
          1.5,
          Stage.ACTIVE,
          "a code leads to where anybody publishes within minutes, or to a bare IP address");

  private static final int FEW_LETTERS = 500;
  private static final int READ = 5_000;

  /// What asks the reader to take out a phone, in the languages most such mail is written in.
  private static final Pattern URGES =
      Pattern.compile(
          "\\b(?:scan|scann?en|scannez|scanner|escanee?|escanear|scansiona|inquadra|skanna|zeskanuj)\\b"
              + "|\\bqr[ -]?(?:code|kod|kode)|(?:code|c[oó]digo|codice|kod) qr",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  @Override
  public String name() {
    return "code";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(QR_LINK, QR_IN_PDF, QR_DRAWN, QR_RECIPIENT, QR_ANYBODYS_HOST);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    List<Code> codes = mail.pictures().codes();
    if (codes.isEmpty()) {
      return List.of();
    }
    Map<Symbol, Finding> found = new LinkedHashMap<>();
    List<String> recipients = recipients(mail);
    for (Code code : codes) {
      code.address().ifPresent(address -> inspect(mail, code, address, recipients, found));
    }
    return new ArrayList<>(found.values());
  }

  private static void inspect(
      Case mail,
      Code code,
      WebAddress address,
      List<String> recipients,
      Map<Symbol, Finding> found) {
    String shown = address.toString();
    if (code.place() == Code.Place.TEXT) {
      found.putIfAbsent(QR_DRAWN, QR_DRAWN.found(shown));
    }
    if (mail.relations().involves(address.host())) {
      return;
    }
    if (code.place() != Code.Place.TEXT) {
      Symbol symbol = code.place() == Code.Place.PDF ? QR_IN_PDF : QR_LINK;
      found.putIfAbsent(symbol, symbol.found(strength(mail), List.of(shown, code.name())));
    }
    if (names(code.text(), recipients)) {
      found.putIfAbsent(QR_RECIPIENT, QR_RECIPIENT.found(shown));
    }
    if (address.literal()
        || HostKind.FREE_HOSTING.contains(address.host())
        || HostKind.DYNAMIC.contains(address.host())) {
      found.putIfAbsent(QR_ANYBODYS_HOST, QR_ANYBODYS_HOST.found(shown));
    }
  }

  /// More where there is little to read and the reader is asked to scan.
  private static double strength(Case mail) {
    String visible = mail.content().visible();
    String text = visible.substring(0, Math.min(READ, visible.length()));
    boolean few = text.codePoints().filter(Character::isLetter).count() < FEW_LETTERS;
    boolean urges = URGES.matcher(text).find() || URGES.matcher(mail.header().subject()).find();
    return 0.4 + (few ? 0.3 : 0) + (urges ? 0.3 : 0);
  }

  private static List<String> recipients(Case mail) {
    List<String> all = new ArrayList<>();
    mail.envelope().to().forEach(one -> all.add(one.address().toString()));
    mail.header().to().forEach(one -> all.add(one.address()));
    return all.stream()
        .map(one -> one.toLowerCase(Locale.ROOT))
        .filter(one -> one.indexOf('@') > 0)
        .distinct()
        .limit(20)
        .toList();
  }

  /// Whether the address stands in it: as it is, percent-encoded, or in base64.
  private static boolean names(String target, List<String> recipients) {
    String plain = target.toLowerCase(Locale.ROOT).replace("%40", "@");
    return recipients.stream()
        .anyMatch(recipient -> plain.contains(recipient) || target.contains(base64(recipient)));
  }

  /// Without the last letters, which depend on what follows.
  private static String base64(String recipient) {
    byte[] octets = recipient.getBytes(StandardCharsets.UTF_8);
    int whole = octets.length / 3 * 3;
    return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(octets, whole));
  }
}
