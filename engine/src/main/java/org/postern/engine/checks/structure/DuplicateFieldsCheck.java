package org.postern.engine.checks.structure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Field;

/// Fields that may stand only once (RFC 5322 section 3.6) and stand there twice: two readers show
/// two different messages. Equal copies, which careless servers add, do not count.
public final class DuplicateFieldsCheck implements Check {

  static final Symbol DOUBLE_FROM =
      Symbol.scored(
          "DOUBLE_FROM",
          Group.STRUCTURE,
          3.5,
          Stage.PRELIMINARY,
          "several From fields that differ: readers show different senders");
  static final Symbol DOUBLE_FIELD =
      Symbol.scored(
          "DOUBLE_FIELD",
          Group.STRUCTURE,
          1,
          Stage.PRELIMINARY,
          "several fields that differ where only one may stand");

  private static final Set<String> ONCE =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "subject",
          "date",
          "message-id",
          "in-reply-to",
          "references",
          "mime-version",
          "content-type",
          "content-transfer-encoding");

  @Override
  public String name() {
    return "duplicate-fields";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(DOUBLE_FROM, DOUBLE_FIELD);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    Map<String, String> met = new LinkedHashMap<>();
    List<String> doubled = new ArrayList<>();
    List<String> froms = new ArrayList<>();
    for (Field field : mail.message().headers().fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!ONCE.contains(name)) {
        continue;
      }
      String value = field.value().strip();
      String before = met.putIfAbsent(name, value);
      if (before != null && !before.equals(value)) {
        (name.equals("from") ? froms : doubled).add(field.name() + ": " + before + " | " + value);
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!froms.isEmpty()) {
      findings.add(DOUBLE_FROM.found(1, froms));
    }
    if (!doubled.isEmpty()) {
      findings.add(DOUBLE_FIELD.found(1, doubled));
    }
    return findings;
  }
}
