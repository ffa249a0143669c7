package org.postern.engine.train;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.Source;
import org.postern.engine.evaluate.SourceReader;
import org.postern.engine.learn.SiteModel;
import org.postern.engine.scan.LineEnds;
import org.postern.mail.mime.DateTime;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Shows labelled mail to a new [SiteModel], all of it twice, the oldest first: what is old fades,
/// and what a member was sure of the second time it need not count.
///
/// One folder with an index is shown in the order of the index. Anything else is put in the order
/// of the times at which it came: of the topmost Received field, which the site itself wrote, else
/// of Date; mail without either stands behind what was read before it. Infomail is mail that is
/// wanted.
///
/// One thread: that of whoever calls. The mail waits in a temporary file.
public final class SiteTraining {

  /// So many messages of each kind are needed: with fewer the model would be silent.
  public static final int FEWEST = 100;

  private static final int TIMES = 2;

  private final MimeParser parser = new MimeParser(MimeLimits.DEFAULT);
  private final SiteModel model = new SiteModel();
  private final Runnable step;
  private final List<Kept> kept = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final Map<Label, Integer> shown = new EnumMap<>(Label.class);
  private final int[] counted = new int[TIMES];
  private Instant latest = Instant.EPOCH;

  /// @param place in the file of what waits
  private record Kept(WaitingMail.Place place, Instant time, Label label) {}

  /// What was learnt.
  ///
  /// @param spam how many messages of spam were shown
  /// @param ham how many others
  /// @param counted how many of them any member counted, for each time that all were shown
  /// @param unreadable files that could not be read, with the reason
  public record Taught(
      SiteModel model, int spam, int ham, List<Integer> counted, List<String> unreadable) {

    public Taught {
      counted = List.copyOf(counted);
      unreadable = List.copyOf(unreadable);
    }
  }

  private SiteTraining(Runnable step) {
    this.step = step;
  }

  /// Teaches a model.
  ///
  /// @param step is called after each message that was shown
  /// @throws org.postern.engine.evaluate.WrongSource when a source is not there, or holds nothing
  /// @throws NothingToFit when there are too few messages
  /// @throws IOException when the temporary file cannot be written
  public static Taught of(List<Source> sources, Runnable step)
      throws IOException, InterruptedException {
    return new SiteTraining(step).teach(sources);
  }

  private Taught teach(List<Source> sources) throws IOException, InterruptedException {
    try (WaitingMail waiting = WaitingMail.open()) {
      for (Source source : sources) {
        SourceReader.read(source, taking(waiting));
      }
      waiting.check();
      int spam = shown.getOrDefault(Label.SPAM, 0);
      int ham = kept.size() - spam;
      if (spam < FEWEST || ham < FEWEST) {
        throw new NothingToFit(
            "a model of a site needs %d messages of each kind at least, there are %d of spam and %d of other mail"
                .formatted(FEWEST, spam, ham));
      }
      if (sources.size() > 1 || sources.getFirst().label().isPresent()) {
        kept.sort(Comparator.comparing(Kept::time));
      }
      for (int time = 0; time < TIMES; time++) {
        show(waiting, time);
      }
      return new Taught(
          model, spam, ham, java.util.Arrays.stream(counted).boxed().toList(), unreadable);
    }
  }

  private SourceReader.Taking taking(WaitingMail waiting) {
    return new SourceReader.Taking() {
      @Override
      public void message(String name, Label label, byte[] octets) {
        byte[] message = LineEnds.crlf(octets);
        latest = time(parser.parse(message).headers()).orElse(latest);
        kept.add(new Kept(waiting.add(message), latest, label));
        shown.merge(label, 1, Integer::sum);
      }

      @Override
      public void unreadable(String name, String why) {
        unreadable.add(name + ": " + why);
      }
    };
  }

  private void show(WaitingMail waiting, int time) throws IOException, InterruptedException {
    for (Kept one : kept) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Message message = parser.parse(waiting.read(one.place()));
      if (model.learn(message, one.label() == Label.SPAM).counted() != 0) {
        counted[time]++;
      }
      step.run();
    }
  }

  /// When a message came.
  static Optional<Instant> time(Headers headers) {
    return headers
        .value("Received")
        .flatMap(received -> parsed(received.substring(received.lastIndexOf(';') + 1)))
        .or(() -> headers.value("Date").flatMap(SiteTraining::parsed));
  }

  private static Optional<Instant> parsed(String text) {
    return DateTime.parse(text.strip()).map(DateTime::time).map(OffsetDateTime::toInstant);
  }
}
