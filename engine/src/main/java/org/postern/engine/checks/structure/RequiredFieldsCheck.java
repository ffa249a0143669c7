package org.postern.engine.checks.structure;

import java.util.ArrayList;
import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Headers;

/// Fields that a message must have (From and Date, RFC 5322 section 3.6) and those that programs of
/// people always write.
public final class RequiredFieldsCheck implements Check {

  static final Symbol MISSING_FROM = symbol("MISSING_FROM", 2.5, "no From field, or an empty one");
  static final Symbol MISSING_DATE = symbol("MISSING_DATE", 1.5, "no Date field");
  static final Symbol MISSING_MESSAGE_ID =
      symbol("MISSING_MESSAGE_ID", 1, "no Message-ID field, or an empty one");
  static final Symbol MISSING_RECIPIENTS =
      symbol("MISSING_RECIPIENTS", 0.3, "neither To nor Cc nor Bcc");
  static final Symbol MISSING_SUBJECT = symbol("MISSING_SUBJECT", 0.5, "no Subject field");

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.STRUCTURE, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "required-fields";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(
        MISSING_FROM, MISSING_DATE, MISSING_MESSAGE_ID, MISSING_RECIPIENTS, MISSING_SUBJECT);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    Headers headers = mail.message().headers();
    List<Finding> findings = new ArrayList<>();
    if (isBlank(headers, "From")) {
      findings.add(MISSING_FROM.found());
    }
    if (isBlank(headers, "Date")) {
      findings.add(MISSING_DATE.found());
    }
    if (isBlank(headers, "Message-ID")) {
      findings.add(MISSING_MESSAGE_ID.found());
    }
    if (headers.first("To").isEmpty()
        && headers.first("Cc").isEmpty()
        && headers.first("Bcc").isEmpty()) {
      findings.add(MISSING_RECIPIENTS.found());
    }
    if (headers.first("Subject").isEmpty()) {
      findings.add(MISSING_SUBJECT.found());
    }
    return findings;
  }

  private static boolean isBlank(Headers headers, String name) {
    return headers.value(name).map(String::isBlank).orElse(true);
  }
}
