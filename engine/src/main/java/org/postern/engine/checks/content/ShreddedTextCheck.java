package org.postern.engine.checks.content;

import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Finds text cut into pieces of one or two letters, `y o u r or de r i s re ad y`, so that
/// programs find no word in it. Letters of an alphabet and codes of countries stand apart too, but
/// not in small letters and never so many.
public final class ShreddedTextCheck implements Check {

  static final Symbol TEXT_SHREDDED =
      Symbol.scored(
          "TEXT_SHREDDED",
          Group.CONTENT,
          3,
          Stage.ACTIVE,
          "the words of a passage are cut into pieces of one or two letters");

  private static final int MOST_TEXT = 20_000;
  private static final int LONGEST_PIECE = 2;
  private static final int RUN = 40;

  @Override
  public String name() {
    return "shredded-text";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(TEXT_SHREDDED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    int run = longestRun(mail.content().visible());
    return run < RUN ? List.of() : List.of(TEXT_SHREDDED.found(run + " pieces in a row"));
  }

  /// How many pieces of small Latin letters stand in a row, at most.
  static int longestRun(String text) {
    int end = Math.min(text.length(), MOST_TEXT);
    int longest = 0;
    int run = 0;
    int letters = 0;
    for (int i = 0; i <= end; i++) {
      char c = i < end ? text.charAt(i) : ' ';
      if (c >= 'a' && c <= 'z') {
        letters++;
      } else if (c >= 'A' && c <= 'Z') {
        // the first letter of a sentence is no break, a word of capitals is
        letters = letters == 0 ? 1 : LONGEST_PIECE + 1;
      } else if ((c >= 0x80 && Character.isLetter(c)) || (c >= '0' && c <= '9')) {
        letters = LONGEST_PIECE + 1;
      } else {
        if (letters > 0) {
          run = letters <= LONGEST_PIECE ? run + 1 : 0;
          longest = Math.max(longest, run);
        }
        letters = 0;
      }
    }
    return longest;
  }
}
