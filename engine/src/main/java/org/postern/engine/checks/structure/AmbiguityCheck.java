package org.postern.engine.checks.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Ambiguity;

/// Places where two mail programs would read different things out of the same octets, and content
/// that was not read at all: whoever cannot look must not say clean.
public final class AmbiguityCheck implements Check {

  static final Symbol MIME_AMBIGUOUS =
      Symbol.scored(
          "MIME_AMBIGUOUS",
          Group.STRUCTURE,
          2,
          Stage.PRELIMINARY,
          "mail programs would see different content in this message");
  static final Symbol MIME_IRREGULAR =
      Symbol.scored(
          "MIME_IRREGULAR",
          Group.STRUCTURE,
          0.2,
          Stage.PRELIMINARY,
          "the structure breaks a rule of MIME without consequence");

  static final Symbol MIME_NOT_EXAMINED =
      Symbol.certain(
          "MIME_NOT_EXAMINED",
          Group.STRUCTURE,
          Category.SUSPECTED_VIRUS,
          Stage.PRELIMINARY,
          "more parts than are read, or parts deeper in each other");

  @Override
  public String name() {
    return "ambiguity";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(MIME_AMBIGUOUS, MIME_IRREGULAR, MIME_NOT_EXAMINED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<String> severe = new ArrayList<>();
    List<String> harmless = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (Ambiguity ambiguity : mail.message().ambiguities()) {
      (ambiguity.severe() ? severe : harmless).add(shown(ambiguity));
      if (ambiguity.contentUnread()) {
        unread.add(shown(ambiguity));
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!severe.isEmpty()) {
      findings.add(MIME_AMBIGUOUS.found(1, severe));
    }
    if (!harmless.isEmpty()) {
      findings.add(MIME_IRREGULAR.found(1, harmless));
    }
    if (!unread.isEmpty()) {
      findings.add(MIME_NOT_EXAMINED.found(1, unread));
    }
    return findings;
  }

  private static String shown(Ambiguity ambiguity) {
    String kind = ambiguity.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return kind + " at octet " + ambiguity.offset() + ": " + ambiguity.detail();
  }
}
