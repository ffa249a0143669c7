package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.url.Confusables;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Words of the subject and of the sender's name that are written so that people read them and
/// programs do not, and codes that make each copy of a wave another one.
public final class DisguiseCheck implements Check {

  static final Symbol MIXED_SCRIPTS =
      symbol(
          "MIXED_SCRIPTS",
          2.5,
          "letters of Latin and of another script in one word of the subject or the sender's name");
  static final Symbol MARKED_LETTERS =
      symbol(
          "MARKED_LETTERS",
          2,
          "marks or characters of no width among the Latin letters of subject or sender's name");
  static final Symbol DRAWN_CODE =
      symbol("DRAWN_CODE", 1, "the subject ends with letters and digits drawn by a program");

  private static final int LONGEST = 500;
  private static final int MARKS = 3;
  private static final int TURNS = 4;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
  private static final int SHORTEST_CODE = 9;
  private static final String CLOSING = "])}.!";
  private static final Pattern CODE =
      Pattern.compile("([A-Za-z0-9]{" + SHORTEST_CODE + ",60})[\\])}.!]*$");

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "disguise";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(MIXED_SCRIPTS, MARKED_LETTERS, DRAWN_CODE);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    String subject = mail.header().subject();
    List<String> mixed = new ArrayList<>();
    List<String> marked = new ArrayList<>();
    for (String text : List.of(subject, Senders.name(mail))) {
      if (text.length() <= LONGEST && text.chars().anyMatch(c -> c >= 0x80)) {
        if (mixes(text)) {
          mixed.add(text);
        }
        if (marks(text) >= MARKS) {
          marked.add(text);
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!mixed.isEmpty()) {
      findings.add(MIXED_SCRIPTS.found(1, mixed));
    }
    if (!marked.isEmpty()) {
      findings.add(MARKED_LETTERS.found(1, marked));
    }
    if (subject.length() <= LONGEST && endsLong(subject)) {
      Matcher matcher = CODE.matcher(subject);
      if (matcher.find() && drawn(matcher.group(1))) {
        findings.add(DRAWN_CODE.found(subject));
      }
    }
    return findings;
  }

  /// Whether as many letters and digits as a code has stand at the end; few subjects end so.
  private static boolean endsLong(String subject) {
    int end = subject.length();
    while (end > 0 && CLOSING.indexOf(subject.charAt(end - 1)) >= 0) {
      end--;
    }
    int start = end;
    while (start > 0 && end - start < SHORTEST_CODE && plain(subject.charAt(start - 1))) {
      start--;
    }
    return end - start == SHORTEST_CODE;
  }

  private static boolean plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean mixes(String text) {
    for (String word : text.split("[^\\p{L}\\p{M}]+", -1)) {
      if (word.length() > 2 && Confusables.mixesScripts(word)) {
        return true;
      }
    }
    return false;
  }

  /// Marks and characters of no width that stand behind a Latin letter.
  private static int marks(String text) {
    int marks = 0;
    boolean latin = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (Character.getType(c)) {
        case Character.NON_SPACING_MARK ->
            // marks of one script alone never stand in a word of another
            marks += latin ? (ofOneScript(c) ? MARKS : 1) : 0;
        case Character.FORMAT, Character.ENCLOSING_MARK -> marks += latin ? 1 : 0;
        default ->
            latin =
                Character.isLetter(c)
                    && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
      }
    }
    return marks;
  }

  private static boolean ofOneScript(char c) {
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return script != Character.UnicodeScript.INHERITED && script != Character.UnicodeScript.COMMON;
  }

  /// Whether capitals, small letters and digits change without sense; sums of files do.
  private static boolean drawn(String code) {
    if (HEX.matcher(code).matches()) {
      return false;
    }
    int turns = 0;
    int last = 0;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      int kind = Character.isDigit(c) ? 1 : Character.isUpperCase(c) ? 2 : 3;
      // a capital before small letters begins a word
      turns += kind != last && !(last == 2 && kind == 3) ? 1 : 0;
      last = kind;
    }
    return turns > TURNS;
  }
}
