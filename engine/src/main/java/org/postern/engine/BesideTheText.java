package org.postern.engine;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.image.DrawnText;
import org.postern.engine.image.DrawnTextReader;
import org.postern.engine.image.PictureFacts;
import org.postern.engine.image.PictureReader;
import org.postern.engine.learn.BayesTokens;
import org.postern.engine.learn.Beside;
import org.postern.engine.learn.Lesson;
import org.postern.engine.office.OfficeFacts;
import org.postern.engine.office.OfficeReader;
import org.postern.engine.unpack.Unpacker;
import org.postern.mail.mime.Message;

/// What a message says beside its own text, for the Bayesian filters: the same when they learn and
/// when they are asked.
public final class BesideTheText {

  private BesideTheText() {}

  /// Reads a message as no deadline presses, text in pictures included, and takes from it what a
  /// filter learns. Bounded by the budgets of its readers: some seconds of the processor.
  ///
  /// @throws InterruptedException when its thread is interrupted
  public static Lesson lesson(Message message) throws InterruptedException {
    HeaderFacts header = HeaderFacts.of(message.headers());
    ContentFacts content = ContentFacts.of(message);
    PictureFacts pictures = PictureReader.STANDARD.read(message, content);
    DrawnText drawn = DrawnTextReader.STANDARD.read(message, pictures);
    OfficeFacts office = OfficeReader.read(message, Unpacker.STANDARD.unpack(message));
    List<String> files = PictureReader.STANDARD.telling(message, content);
    return BayesTokens.of(message, header, content, all(files, content, pictures, drawn, office))
        .lesson();
  }

  static Beside all(
      List<String> files,
      ContentFacts content,
      PictureFacts pictures,
      DrawnText drawn,
      OfficeFacts office) {
    return new Beside(
        files,
        Stream.of(content.notes(), drawn.text(), pictures.text(), office.text())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("\n")),
        Stream.of(content.noteLinks(), pictures.links(), office.links())
            .flatMap(List::stream)
            .toList());
  }
}
