package org.postern.engine.learn;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.engine.learn.Corpus.Sample;

/// Labelled mail of several sources, and the text model that is fitted on it. The same messages in
/// the same order give the same model, octet for octet.
///
/// One thread: that of whoever trains.
public final class TextTraining {

  private final Map<String, List<Sample>> sources = new LinkedHashMap<>();
  private final List<Corpus> own = new ArrayList<>();
  private final Set<String> newsletters = new HashSet<>();

  /// A model, and how its point of suspicion was found.
  ///
  /// @param said lines for people: messages left out, and what ordinary mail reaches
  public record Fitted(TextModel model, List<String> said) {
    public Fitted {
      said = List.copyOf(said);
    }
  }

  /// Adds a message; those of one source in the order of time.
  public void add(String source, boolean spam, byte[] octets) {
    sources
        .computeIfAbsent(source, _ -> new ArrayList<>())
        .add(Corpus.sample(source, spam, octets));
  }

  /// Says that what a source has of ordinary mail is newsletters.
  public void newsletters(String source) {
    newsletters.add(source);
  }

  /// Adds a folder of templates from which messages are made; they teach their words alone.
  ///
  /// @throws IOException whose text names the folder and what was expected there
  public void addTemplates(Path folder) throws IOException {
    if (!OwnMail.isIn(folder)) {
      throw new NoSuchFileException(folder.resolve("words.txt").toString());
    }
    own.add(Corpus.read(folder));
  }

  /// Fits.
  ///
  /// @param doubted sources that nobody labelled by hand: their messages are left out that a model
  ///   of all others calls spam with conviction
  public Fitted fit(Set<String> doubted) {
    List<Corpus> trusted = new ArrayList<>(own);
    List<Corpus> others = new ArrayList<>();
    sources.forEach((name, samples) ->
        (doubted.contains(name) ? others : trusted)
            .add(new Corpus(name, samples, newsletters.contains(name))));
    List<String> said = new ArrayList<>();
    Corpora corpora = Corpora.of(trusted, others, List.of(), said::add);
    double suspect = new Evaluation(corpora, said::add).suspicion();
    return new Fitted(Trainer.fit(Trainer.samples(corpora.fitted())).suspecting(suspect), said);
  }
}
