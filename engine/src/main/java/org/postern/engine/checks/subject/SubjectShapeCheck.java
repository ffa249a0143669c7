package org.postern.engine.checks.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Headers;

/// Subjects that shout, and replies to nothing.
public final class SubjectShapeCheck implements Check {

  static final Symbol SUBJECT_ALL_CAPS =
      symbol("SUBJECT_ALL_CAPS", 1, "a subject of at least three words in capital letters");
  static final Symbol SUBJECT_SHOUTS =
      symbol("SUBJECT_SHOUTS", 0.8, "a subject with !!, ??, $$ and the like, or several !");
  static final Symbol REPLY_TO_NOTHING =
      symbol(
          "REPLY_TO_NOTHING",
          0.3,
          "the subject says that this is a reply, no other field refers to a message");

  private static final int LETTERS = 12;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "subject-shape";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(SUBJECT_ALL_CAPS, SUBJECT_SHOUTS, REPLY_TO_NOTHING);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    String subject = mail.header().subject();
    if (subject.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    if (isAllCaps(subject)) {
      findings.add(SUBJECT_ALL_CAPS.found(subject));
    }
    if (shouts(subject)) {
      findings.add(SUBJECT_SHOUTS.found(subject));
    }
    if (isReply(subject) && !refers(mail.message().headers())) {
      findings.add(REPLY_TO_NOTHING.found(subject));
    }
    return findings;
  }

  private static boolean isAllCaps(String subject) {
    int upper = 0;
    int words = 0;
    boolean inWord = false;
    for (int i = 0; i < subject.length(); i++) {
      char c = subject.charAt(i);
      if (Character.isLowerCase(c)) {
        return false;
      }
      boolean isUpper = Character.isUpperCase(c);
      if (isUpper) {
        upper++;
        words += inWord ? 0 : 1;
      }
      inWord = isUpper;
    }
    return upper >= LETTERS && words >= 3;
  }

  private static boolean shouts(String subject) {
    int exclamations = 0;
    for (int i = 0; i < subject.length(); i++) {
      char c = subject.charAt(i);
      if (c == '!') {
        exclamations++;
      }
      boolean doubled = i > 0 && subject.charAt(i - 1) == c;
      if (doubled && (c == '$' || c == '€' || c == '!' || (c == '?' && exclamations > 0))) {
        return true;
      }
    }
    return exclamations >= 3;
  }

  private static boolean isReply(String subject) {
    String start = subject.substring(0, Math.min(4, subject.length())).toLowerCase(Locale.ROOT);
    return start.startsWith("re:") || start.startsWith("aw:");
  }

  private static boolean refers(Headers headers) {
    return headers.first("In-Reply-To").isPresent()
        || headers.first("References").isPresent()
        || headers.first("Thread-Index").isPresent()
        || headers.first("Thread-Topic").isPresent();
  }
}
