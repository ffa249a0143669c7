package org.postern.engine.checks.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.image.Code;
import org.postern.engine.image.DrawnText;
import org.postern.engine.image.PictureText;
import org.postern.engine.image.Unread;
import org.postern.engine.image.Wordy;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Messages whose text stands in pictures, and pictures that were not read.
public final class PictureTextCheck implements Check {

  static final Symbol PICTURE_TEXT =
      Symbol.scored(
          "PICTURE_TEXT",
          Group.CONTENT,
          1.5,
          Stage.ACTIVE,
          "the message says next to nothing, its pictures carry the text");
  static final Symbol IMAGE_NOT_READ =
      Symbol.scored(
          "IMAGE_NOT_READ",
          Group.CONTENT,
          0,
          Stage.ACTIVE,
          "a picture or PDF file was not read: too large, too many, damaged, or time was up");
  static final Symbol TEXT_NOT_NEEDED =
      Symbol.scored(
          "TEXT_NOT_NEEDED",
          Group.CONTENT,
          0,
          Stage.ACTIVE,
          "text in pictures was not looked for: the message is held without it, or would not be with it");

  static final Symbol CODES_NOT_NEEDED =
      Symbol.scored(
          "CODES_NOT_NEEDED",
          Group.CONTENT,
          0,
          Stage.ACTIVE,
          "codes in pictures were not looked for: the message is spam without");

  /// Fewer letters stand in any logo.
  private static final int LEAST_LETTERS = 60;

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
    return List.of(PICTURE_TEXT, IMAGE_NOT_READ, TEXT_NOT_NEEDED, CODES_NOT_NEEDED);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.TEXT, Pictured.PROGRESS);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    DrawnText drawn = mail.drawn();
    List<Finding> findings = new ArrayList<>();
    List<String> texts = texts(mail, drawn);
    if (!texts.isEmpty()) {
      findings.add(PICTURE_TEXT.found(1, texts));
    }
    List<Unread> unread = new ArrayList<>(mail.pictures().unread());
    unread.addAll(drawn.unread());
    if (!unread.isEmpty()) {
      findings.add(IMAGE_NOT_READ.found(1, shown(unread)));
    }
    if (mail.codesUnread()) {
      findings.add(CODES_NOT_NEEDED.found());
    }
    if (mail.drawnUnread()) {
      findings.add(TEXT_NOT_NEEDED.found(1, names(mail.pictures().wordy())));
    }
    return findings;
  }

  /// The texts of pictures, where they say much more than the message; a scanned document does not
  /// count.
  private static List<String> texts(Case mail, DrawnText facts) {
    int drawn =
        facts.texts().stream()
            .filter(text -> text.place() == Code.Place.PICTURE)
            .mapToInt(PictureText::letters)
            .sum();
    if (drawn < LEAST_LETTERS) {
      return List.of();
    }
    long written = mail.content().visible().codePoints().filter(Character::isLetter).count();
    return written * 2 > drawn
        ? List.of()
        : facts.texts().stream()
            .filter(text -> text.place() == Code.Place.PICTURE)
            .map(text -> text.text().replace('\n', ' '))
            .toList();
  }

  private static List<String> names(List<Wordy> wordy) {
    return wordy.stream().map(Wordy::name).distinct().toList();
  }

  private static List<String> shown(List<Unread> unread) {
    return unread.stream().map(one -> (one.name() + ": " + one.why()).strip()).toList();
  }
}
