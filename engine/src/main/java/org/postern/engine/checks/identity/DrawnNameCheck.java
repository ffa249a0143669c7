package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Mailbox;

/// Addresses whose letters no person thought of: `u6x5m@mf2g7kdiqv.example`.
public final class DrawnNameCheck implements Check {

  static final Symbol DRAWN_FROM_DOMAIN =
      symbol("DRAWN_FROM_DOMAIN", 2, "the domain of From is made of letters drawn by a program");
  static final Symbol DRAWN_ENVELOPE_DOMAIN =
      symbol(
          "DRAWN_ENVELOPE_DOMAIN",
          1.2,
          "the domain of MAIL FROM is made of letters drawn by a program");
  static final Symbol DRAWN_LOCAL_PART =
      symbol("DRAWN_LOCAL_PART", 0.8, "what stands before the @ of From was drawn by a program");

  static final Symbol DRAWN_SENDER_NAME =
      symbol("DRAWN_SENDER_NAME", 1.5, "the words of the sender's name were drawn by a program");

  private static final int LONGEST_LOCAL = 64;
  private static final int LONG_WORD = 6;
  private static final Pattern SMALL_WORDS =
      Pattern.compile("\\s*(?:[a-z]{8,30}|[a-z]{4,30}(?:\\s+[a-z]{4,30}){1,3})\\s*");
  private static final int PIECES = 3;
  private static final int SHORTEST_WORD = 3;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "drawn-name";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(DRAWN_FROM_DOMAIN, DRAWN_ENVELOPE_DOMAIN, DRAWN_LOCAL_PART, DRAWN_SENDER_NAME);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Finding> findings = new ArrayList<>();
    String from = Senders.domain(mail.header());
    domain(DRAWN_FROM_DOMAIN, from, findings);
    String envelope = Senders.envelopeDomain(mail);
    if (!RegistrableDomain.same(envelope, from)) {
      domain(DRAWN_ENVELOPE_DOMAIN, envelope, findings);
    }
    Senders.author(mail.header()).ifPresent(author -> local(author, findings));
    name(Senders.name(mail), findings);
    return findings;
  }

  /// All words in small letters, as people hardly write their names, and none that can be spoken.
  private static void name(String name, List<Finding> findings) {
    if (!SMALL_WORDS.matcher(name).matches()) {
      return;
    }
    double least = 1;
    double most = 0;
    for (String word : name.strip().split("\\s+")) {
      double drawn = LetterPairs.drawn(word);
      least = word.length() >= LONG_WORD ? Math.min(least, drawn) : least;
      most = word.length() >= LONG_WORD ? Math.max(most, drawn) : most;
    }
    if (most > 0 && least > 0) {
      findings.add(DRAWN_SENDER_NAME.found(most, List.of(name)));
    }
  }

  private static void local(Mailbox author, List<Finding> findings) {
    String local = author.local();
    // platforms tell by what stands behind a + which thread an answer belongs to
    if (local.length() > LONGEST_LOCAL || local.indexOf('+') >= 0 || local.indexOf('=') >= 0) {
      return;
    }
    String[] pieces = local.split("[._-]", -1);
    if (pieces.length > PIECES) {
      return;
    }
    double drawn = 0;
    for (String piece : pieces) {
      drawn = Math.max(drawn, LetterPairs.drawn(withoutName(author.name(), piece)));
    }
    if (drawn > 0) {
      findings.add(DRAWN_LOCAL_PART.found(drawn, List.of(author.address())));
    }
  }

  /// What is left of a piece when the words of the name that people see are taken away; nothing
  /// where a word stands in the middle.
  private static String withoutName(String name, String piece) {
    String rest = piece.toLowerCase(Locale.ROOT);
    for (String word : NameWords.of(name).plain()) {
      if (word.length() < SHORTEST_WORD) {
        continue;
      }
      if (rest.startsWith(word)) {
        rest = rest.substring(word.length());
      } else if (rest.endsWith(word)) {
        rest = rest.substring(0, rest.length() - word.length());
      } else if (rest.contains(word)) {
        return "";
      }
    }
    return rest;
  }

  /// The name below the provider's, which its customer chose.
  private static String tenant(String host) {
    String front = host.substring(0, host.length() - RegistrableDomain.owner(host).length());
    String[] labels = front.split("\\.", -1);
    return labels.length < 2 ? "" : labels[labels.length - 2];
  }

  private static void domain(Symbol symbol, String host, List<Finding> findings) {
    double drawn =
        Senders.tenantOfPlatform(host)
            ? LetterPairs.drawn(tenant(host))
            : LetterPairs.drawnHost(host, RegistrableDomain.of(host));
    if (drawn > 0) {
      findings.add(symbol.found(drawn, List.of(host)));
    }
  }
}
