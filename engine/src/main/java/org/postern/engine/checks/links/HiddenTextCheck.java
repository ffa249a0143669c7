package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.Hiding;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.NormalText;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Text that is there for filters and not for readers, and words written so that filters do not
/// know them. The line that newsletters hide for the list of messages is short and no sign.
public final class HiddenTextCheck implements Check {

  static final Symbol MUCH =
      symbol("HIDDEN_TEXT_MUCH", 2.2, "much text that no reader sees, compared with what is seen");
  static final Symbol COLOUR =
      symbol("HIDDEN_TEXT_COLOUR", 0.8, "text in the colour of what lies behind");
  static final Symbol COLOUR_MUCH =
      symbol(
          "HIDDEN_TEXT_COLOURED",
          1.8,
          "sentences in the colour of what lies behind, or too small to read");
  static final Symbol COMMENTS = symbol("WORDS_CUT_BY_COMMENTS", 2, "comments stand within words");
  static final Symbol NO_WIDTH =
      symbol("WORDS_CUT_BY_NOTHING", 1.5, "characters of no width stand within words of the text");
  static final Symbol SPACED = symbol("WORDS_SPACED", 0.8, "the letters of words stand apart");
  static final Symbol LOOK_ALIKE =
      symbol("WORDS_LOOK_ALIKE", 1.2, "words of the text mix in letters that only look Latin");

  static final Symbol PUSHED =
      symbol(
          "TEXT_PUSHED_AWAY",
          2.6,
          "a distance of several screens lies between two parts of the text");

  private static final int MUCH_LETTERS = 500;
  private static final int SENTENCES = 150;
  private static final int FEW_WORDS = 3;
  private static final int MANY_WORDS = 20;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.CONTENT, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "hidden-text";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(MUCH, COLOUR, COLOUR_MUCH, COMMENTS, NO_WIDTH, SPACED, LOOK_ALIKE, PUSHED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Finding> found = new ArrayList<>();
    int hidden = 0;
    int unreadable = 0;
    int comments = 0;
    int pushed = 0;
    for (HtmlFacts page : mail.content().html()) {
      for (Map.Entry<Hiding, String> one : page.hidden().entrySet()) {
        int letters = letters(one.getValue());
        hidden += letters;
        unreadable += unreadable(one.getKey()) ? letters : 0;
      }
      comments += page.counts().commentsInWords();
      pushed += page.counts().pushed();
    }
    if (hidden > MUCH_LETTERS && hidden > mail.content().visible().length() / 2) {
      found.add(MUCH.found(hidden + " letters hidden: " + reasons(mail)));
    }
    if (unreadable >= SENTENCES) {
      found.add(COLOUR_MUCH.found(unreadable + " letters: " + reasons(mail)));
    } else if (unreadable > 0) {
      found.add(COLOUR.found(unreadable + " letters"));
    }
    if (comments >= FEW_WORDS) {
      found.add(COMMENTS.found(comments + " words"));
    }
    if (pushed > 0) {
      found.add(PUSHED.found(pushed + " times"));
    }
    words(mail, found);
    return found;
  }

  private static boolean unreadable(Hiding hiding) {
    return hiding == Hiding.COLOUR || hiding == Hiding.TINY;
  }

  private static void words(Case mail, List<Finding> found) {
    NormalText normal = mail.normal();
    if (normal.invisible() >= FEW_WORDS) {
      double strength = normal.invisible() >= MANY_WORDS ? 1 : 0.6;
      found.add(NO_WIDTH.found(strength, List.of(normal.invisible() + " places")));
    }
    if (normal.joined() >= FEW_WORDS) {
      found.add(SPACED.found(normal.joined() + " words"));
    }
    if (normal.mixed() >= FEW_WORDS) {
      found.add(LOOK_ALIKE.found(normal.mixed() + " words"));
    }
  }

  private static int letters(String text) {
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      letters += Character.isLetter(text.charAt(i)) ? 1 : 0;
    }
    return letters;
  }

  private static String reasons(Case mail) {
    List<String> reasons = new ArrayList<>();
    for (HtmlFacts page : mail.content().html()) {
      page.hidden()
          .keySet()
          .forEach(one -> reasons.add(one.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    }
    return String.join(", ", reasons);
  }
}
