package org.postern.engine.learn;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.postern.engine.learn.Corpus.Sample;

/// Tells what the text model is worth on mail it has not seen: later mail of the same sources, and
/// mail of a source that was left out. A figure over one shuffled heap proves nothing: the model
/// would tell the sources apart, not the mail.
public final class Evaluation {

  /// The part of each corpus, from its beginning, that is fitted on.
  private static final double EARLIER = 0.7;

  /// How much ordinary mail of a source that was left out may be suspected.
  private static final double FALSE_POSITIVES = 0.001;

  /// The same for newsletters where not one was fitted on.
  private static final double UNKNOWN_NEWSLETTERS = 0.05;

  private Evaluation() {}

  /// `Evaluation FOLDER… [--doubted FOLDER…] [--unseen FOLDER…]`: corpora to fit and judge on;
  /// behind `--unseen` those that are never fitted on.
  public static void main(String[] args) throws IOException {
    Corpora corpora = Corpora.read(List.of(args));
    List<Corpus> fitted = corpora.fitted();
    List<Corpus> others = corpora.unseen();
    System.out.println("fitted on the earlier 70 percent of each, judged on the rest");
    TextModel earlier = Trainer.fit(part(fitted, true));
    List<Sample> later = part(fitted, false);
    report(earlier, later, suspicion(earlier, later));
    print("seen never", earlier, Trainer.samples(others), suspicion(earlier, later));
    for (Corpus left : fitted) {
      List<Corpus> rest =
          fitted.stream().filter(corpus -> !corpus.name().equals(left.name())).toList();
      System.out.println("fitted without " + left.name());
      TextModel without = Trainer.fit(part(rest, true));
      double suspect = suspicion(without, part(rest, false));
      print("at the threshold of the others", without, left.samples(), suspect);
      List<Sample> all = new ArrayList<>(part(rest, false));
      all.addAll(left.samples());
      report(without, all, suspect);
    }
  }

  /// The log-odds from which on mail is suspect: the highest that is reached by one in a thousand
  /// ordinary messages of later mail, by one in a thousand of a source while it is left out, and by
  /// one in twenty of a source of newsletters while all newsletters are left out.
  static double suspicion(List<Corpus> corpora) {
    double highest = suspicion(Trainer.fit(part(corpora, true)), part(corpora, false));
    System.out.printf(Locale.ROOT, "later: %.2f%n", highest);
    for (Corpus left : corpora) {
      List<Corpus> rest =
          corpora.stream().filter(corpus -> !corpus.name().equals(left.name())).toList();
      if (left.has(false) && rest.stream().anyMatch(corpus -> corpus.has(true))) {
        TextModel without = Trainer.fit(Trainer.samples(rest));
        double allowed = left.newsletters() ? UNKNOWN_NEWSLETTERS : FALSE_POSITIVES;
        double found = reached(without, left.samples(), allowed);
        System.out.printf(Locale.ROOT, "without %s: %.2f%n", left.name(), found);
        highest = Math.max(highest, found);
      }
    }
    return highest;
  }

  private static double suspicion(TextModel model, List<Sample> samples) {
    return reached(model, samples, FALSE_POSITIVES);
  }

  /// The log-odds that this share of the ordinary messages reaches.
  private static double reached(TextModel model, List<Sample> samples, double share) {
    double[] ham = odds(model, samples, false);
    if (ham.length == 0) {
      return 0;
    }
    Arrays.sort(ham);
    int allowed = (int) (ham.length * share);
    return Math.max(0, ham[ham.length - 1 - allowed]) + 1e-3;
  }

  private static List<Sample> part(List<Corpus> corpora, boolean earlier) {
    List<Sample> samples = new ArrayList<>();
    for (Corpus corpus : corpora) {
      for (boolean spam : new boolean[] {false, true}) {
        List<Sample> all =
            corpus.samples().stream().filter(sample -> sample.spam() == spam).toList();
        int cut = (int) (all.size() * EARLIER);
        samples.addAll(earlier ? all.subList(0, cut) : all.subList(cut, all.size()));
      }
    }
    return samples;
  }

  private static void report(TextModel model, List<Sample> samples, double suspect) {
    print("all", model, samples, suspect);
    samples.stream()
        .map(Sample::corpus)
        .distinct()
        .forEach(name ->
            print(
                "  " + name,
                model,
                samples.stream().filter(sample -> sample.corpus().equals(name)).toList(),
                suspect));
  }

  private static void print(String what, TextModel model, List<Sample> samples, double suspect) {
    double[] ham = odds(model, samples, false);
    double[] spam = odds(model, samples, true);
    long caught = Arrays.stream(spam).filter(odds -> odds >= suspect).count();
    long wrong = Arrays.stream(ham).filter(odds -> odds >= suspect).count();
    System.out.printf(
        Locale.ROOT,
        "%-32s ham %5d wrong %3d (%.3f %%)  spam %5d caught %.1f %%  1-ROCA %.4f %%  median"
            + " ham %.2f spam %.2f%n",
        what,
        ham.length,
        wrong,
        percent(wrong, ham.length),
        spam.length,
        percent(caught, spam.length),
        missing(ham, spam),
        median(ham),
        median(spam));
  }

  private static double percent(long part, int all) {
    return all == 0 ? 0 : 100.0 * part / all;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /// The area above the ROC curve in percent: how often ordinary mail outranks spam.
  private static double missing(double[] ham, double[] spam) {
    if (ham.length == 0 || spam.length == 0) {
      return 0;
    }
    double[] sorted = ham.clone();
    Arrays.sort(sorted);
    double above = 0;
    for (double odds : spam) {
      int at = Arrays.binarySearch(sorted, odds);
      above += sorted.length - (at < 0 ? -at - 1 : at);
    }
    return 100 * above / sorted.length / spam.length;
  }

  private static double[] odds(TextModel model, List<Sample> samples, boolean spam) {
    return samples.stream()
        .filter(sample -> sample.spam() == spam)
        .mapToDouble(sample -> model.logOdds(sample.features()))
        .toArray();
  }
}
