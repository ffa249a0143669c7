package org.postern.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.Source;
import org.postern.engine.evaluate.SourceReader;
import org.postern.engine.learn.TextTraining;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Fits a text model to labelled mail. Mail of a folder with an index stands in the order of the
/// index; anything else is put in the order of the times at which it came, see [SiteTraining].
/// Infomail is mail that is wanted.
///
/// One thread: that of whoever calls. All mail is in memory, source by source.
public final class TextModelTraining {

  /// So many messages of each kind are needed.
  public static final int FEWEST = 100;

  private final MimeParser parser = new MimeParser(MimeLimits.DEFAULT);
  private final TextTraining training = new TextTraining();
  private final Runnable step;
  private final List<String> unreadable = new ArrayList<>();
  private int spam;
  private int ham;

  private record Kept(Instant time, Label label, byte[] octets) {}

  /// What was fitted.
  ///
  /// @param spam how many messages of spam there were
  /// @param ham how many others
  /// @param unreadable files that could not be read, with the reason
  public record Taught(TextTraining.Fitted fitted, int spam, int ham, List<String> unreadable) {
    public Taught {
      unreadable = List.copyOf(unreadable);
    }
  }

  private TextModelTraining(Runnable step) {
    this.step = step;
  }

  /// Fits a model.
  ///
  /// @param doubted names of sources that nobody labelled by hand
  /// @param templates folders from which messages are made
  /// @param step is called after each message that was read
  /// @throws org.postern.engine.evaluate.WrongSource when a source is not there, or holds nothing
  /// @throws NothingToFit when there are too few messages
  /// @throws IOException when the templates cannot be read
  public static Taught of(
      List<Source> sources, Set<String> doubted, List<Path> templates, Runnable step)
      throws IOException, InterruptedException {
    TextModelTraining all = new TextModelTraining(step);
    for (Path folder : templates) {
      all.training.addTemplates(folder);
    }
    for (Source source : sources) {
      all.read(source);
    }
    if (all.spam < FEWEST || all.ham < FEWEST) {
      throw new NothingToFit(
          "a text model needs %d messages of each kind at least, there are %d of spam and %d of other mail"
              .formatted(FEWEST, all.spam, all.ham));
    }
    return new Taught(all.training.fit(doubted), all.spam, all.ham, all.unreadable);
  }

  private void read(Source source) throws InterruptedException {
    List<Kept> kept = new ArrayList<>();
    SourceReader.read(
        source,
        new SourceReader.Taking() {
          private Instant latest = Instant.EPOCH;

          @Override
          public void message(String name, Label label, byte[] octets) {
            if (source.label().isPresent()) {
              latest = SiteTraining.time(parser.parse(octets).headers()).orElse(latest);
            }
            kept.add(new Kept(latest, label, octets));
          }

          @Override
          public void unreadable(String name, String why) {
            unreadable.add(name + ": " + why);
          }
        });
    // stable: the order of an index stays
    kept.sort(Comparator.comparing(Kept::time));
    for (Kept one : kept) {
      add(source.name(), one);
      step.run();
    }
  }

  private void add(String source, Kept one) {
    boolean isSpam = one.label() == Label.SPAM;
    if (isSpam) {
      spam++;
    } else {
      ham++;
    }
    if (one.label() == Label.INFOMAIL) {
      training.newsletters(source);
    }
    training.add(source, isSpam, one.octets());
  }
}
