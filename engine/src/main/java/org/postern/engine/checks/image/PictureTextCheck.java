package org.postern.engine.checks.image;

import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.image.Unread;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Pictures and PDF files that were not read.
public final class PictureTextCheck implements Check {

  static final Symbol IMAGE_NOT_READ =
      Symbol.scored(
          "IMAGE_NOT_READ",
          Group.CONTENT,
          0,
          Stage.ACTIVE,
          "a picture or PDF file was not read: too large, too many, damaged, or time was up");

  @Override
  public String name() {
    return "picture-text";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(IMAGE_NOT_READ);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    List<Unread> unread = mail.pictures().unread();
    return unread.isEmpty() ? List.of() : List.of(IMAGE_NOT_READ.found(1, shown(unread)));
  }

  private static List<String> shown(List<Unread> unread) {
    return unread.stream().map(one -> (one.name() + ": " + one.why()).strip()).toList();
  }
}
