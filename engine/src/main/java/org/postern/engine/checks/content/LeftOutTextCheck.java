package org.postern.engine.checks.content;

import java.util.ArrayList;
import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Says where a message holds more than is read, so that nobody takes the rest for clean, and finds
/// pages that are filled with tags around nothing: so many make programs stop before a client does.
public final class LeftOutTextCheck implements Check {

  static final Symbol TEXT_LEFT_OUT =
      Symbol.scored(
          "TEXT_LEFT_OUT",
          Group.CONTENT,
          0,
          Stage.ACTIVE,
          "the text was not read to its end: there is more than 2 MB, a page of too many tags,"
              + " links or pictures, or too many attached letters");

  static final Symbol PAGE_STUFFED =
      Symbol.scored(
          "PAGE_STUFFED",
          Group.CONTENT,
          2,
          Stage.ACTIVE,
          "a page of tens of thousands of elements that shows fewer letters than it has elements");

  private static final int STUFFED = 50_000;

  @Override
  public String name() {
    return "left-out-text";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(TEXT_LEFT_OUT, PAGE_STUFFED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Finding> found = new ArrayList<>();
    if (mail.content().truncated()) {
      found.add(TEXT_LEFT_OUT.found());
    }
    mail.content().html().stream()
        .filter(LeftOutTextCheck::stuffed)
        .findFirst()
        .ifPresent(page -> found.add(PAGE_STUFFED.found(page.counts().elements() + " elements")));
    return found;
  }

  private static boolean stuffed(HtmlFacts page) {
    int elements = page.counts().elements();
    return elements >= STUFFED && page.text().length() < elements;
  }
}
