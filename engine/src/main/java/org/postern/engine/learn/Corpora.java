package org.postern.engine.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The corpora of one run: those that are fitted on and those that never are.
///
/// Public archives that nobody labelled hold some spam. From a corpus behind `--doubted` the
/// messages are left out that a model of all other corpora calls spam with conviction.
record Corpora(List<Corpus> fitted, List<Corpus> unseen) {

  private static final double CONVICTION = 1.2;

  static Corpora read(List<String> arguments) throws IOException {
    List<Corpus> trusted = new ArrayList<>();
    List<Corpus> doubted = new ArrayList<>();
    List<Corpus> unseen = new ArrayList<>();
    List<Corpus> target = trusted;
    for (String argument : arguments) {
      switch (argument) {
        case "--doubted" -> target = doubted;
        case "--unseen" -> target = unseen;
        default -> target.add(Corpus.read(Path.of(argument)));
      }
    }
    return of(trusted, doubted, unseen, System.out::println);
  }

  /// @param said is told how many messages were left out
  static Corpora of(
      List<Corpus> trusted, List<Corpus> doubted, List<Corpus> unseen, Consumer<String> said) {
    List<Corpus> fitted = new ArrayList<>(trusted);
    if (!doubted.isEmpty()) {
      TextModel others = Trainer.fit(Trainer.samples(trusted));
      doubted.forEach(corpus -> fitted.add(undoubted(corpus, others, said)));
    }
    return new Corpora(fitted, unseen);
  }

  private static Corpus undoubted(Corpus corpus, TextModel others, Consumer<String> said) {
    List<Corpus.Sample> kept =
        corpus.samples().stream()
            .filter(sample ->
                sample.spam() || others.logOdds(sample.features(), sample.marks()) < CONVICTION)
            .toList();
    said.accept(
        "%s: %d messages left out as spam nobody labelled"
            .formatted(corpus.name(), corpus.samples().size() - kept.size()));
    return new Corpus(corpus.name(), kept, corpus.newsletters());
  }
}
