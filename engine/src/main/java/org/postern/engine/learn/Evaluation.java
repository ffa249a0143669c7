package org.postern.engine.learn;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.postern.engine.learn.Corpus.Sample;

/// Tells what the text model is worth on mail it has not seen: later mail of the same sources, mail
/// of senders that were left out, and mail of sources that were. A figure over one shuffled heap
/// proves nothing: the model would tell the sources apart, not the mail. Messages written for
/// training are always fitted on and never judged.
public final class Evaluation {

  /// The part of each corpus, from its beginning, that is fitted on.
  private static final double EARLIER = 0.7;

  /// How much ordinary mail may be suspected.
  private static final double FALSE_POSITIVES = 0.001;

  /// The same for newsletters of unknown senders.
  private static final double UNKNOWN_SENDERS = 0.01;

  /// The same where not one newsletter was fitted on.
  private static final double UNKNOWN_NEWSLETTERS = 0.1;

  private static final int SENDER_GROUPS = 4;

  /// No model suspects from less on.
  private static final double LEAST = 1;

  private final List<Corpus> fitted;
  private final List<Corpus> unseen;

  private final Consumer<String> said;

  /// @param said is told what ordinary mail reaches
  Evaluation(Corpora corpora, Consumer<String> said) {
    this.said = said;
    this.fitted = corpora.fitted();
    this.unseen = corpora.unseen();
  }

  /// `Evaluation FOLDER… [--doubted FOLDER…] [--unseen FOLDER…]`: corpora to fit and judge on;
  /// behind `--unseen` those that are never fitted on.
  public static void main(String[] args) throws IOException {
    new Evaluation(Corpora.read(List.of(args)), System.out::println).print();
  }

  private void print() {
    double suspect = suspicion();
    System.out.printf(Locale.ROOT, "suspects from %.2f%n", suspect);
    IdentityHashMap<Sample, Double> later = later();
    System.out.println("later mail of sources that were fitted on");
    fitted.forEach(corpus -> row(corpus.name(), later, corpus.samples(), suspect));
    System.out.println("each source judged by a model of the others; --unseen by a model of all");
    IdentityHashMap<Sample, Double> left = leftOut();
    TextModel all = Trainer.fit(Trainer.samples(fitted));
    unseen.forEach(corpus -> judge(all, corpus.samples(), left));
    fitted.forEach(corpus -> row(corpus.name(), left, corpus.samples(), suspect));
    List<Sample> ham = new ArrayList<>(Trainer.samples(fitted));
    ham.removeIf(Sample::spam);
    List<Sample> letters = Trainer.samples(fitted.stream().filter(Corpus::newsletters).toList());
    for (Corpus corpus : unseen) {
      List<Sample> both = new ArrayList<>(ham);
      both.addAll(corpus.samples());
      row(corpus.name() + " and all ham", left, both, suspect);
      both.removeAll(letters);
      row(corpus.name() + " and ham without newsletters", left, both, suspect);
    }
  }

  /// The log-odds from which on mail is suspect: the highest that is reached by one in a thousand
  /// ordinary messages of later mail, by one in a thousand of a source while it is left out, by one
  /// in a hundred newsletters of unknown senders, and by one in ten newsletters while all
  /// newsletters are left out; and not below one, as few messages prove little.
  double suspicion() {
    double highest =
        Math.max(LEAST, reached("later mail", values(later(), all(), false), FALSE_POSITIVES));
    IdentityHashMap<Sample, Double> left = leftOut();
    for (Corpus corpus : judged()) {
      double allowed = corpus.newsletters() ? UNKNOWN_NEWSLETTERS : FALSE_POSITIVES;
      double[] ham = values(left, corpus.samples(), false);
      highest = Math.max(highest, reached("without " + corpus.name(), ham, allowed));
      if (corpus.newsletters()) {
        double[] unknown = values(unknownSenders(corpus), corpus.samples(), false);
        highest = Math.max(highest, reached("unknown senders", unknown, UNKNOWN_SENDERS));
      }
    }
    return highest;
  }

  private List<Corpus> judged() {
    return fitted.stream().filter(corpus -> !corpus.own()).toList();
  }

  private List<Sample> all() {
    return Trainer.samples(judged());
  }

  /// Later mail, judged by a model of earlier mail.
  private IdentityHashMap<Sample, Double> later() {
    List<Sample> earlier = new ArrayList<>();
    List<Sample> later = new ArrayList<>();
    for (Corpus corpus : fitted) {
      for (boolean spam : new boolean[] {false, true}) {
        List<Sample> all = corpus.samples().stream().filter(one -> one.spam() == spam).toList();
        int cut = corpus.own() ? all.size() : (int) (all.size() * EARLIER);
        earlier.addAll(all.subList(0, cut));
        later.addAll(all.subList(cut, all.size()));
      }
    }
    IdentityHashMap<Sample, Double> odds = new IdentityHashMap<>();
    judge(Trainer.fit(earlier), later, odds);
    return odds;
  }

  /// Each source, judged by a model of the others.
  private IdentityHashMap<Sample, Double> leftOut() {
    IdentityHashMap<Sample, Double> odds = new IdentityHashMap<>();
    for (Corpus left : judged()) {
      judge(fit(sample -> !sample.corpus().equals(left.name())), left.samples(), odds);
    }
    return odds;
  }

  /// Each message of a source, judged by a model that saw no message of its sender.
  private IdentityHashMap<Sample, Double> unknownSenders(Corpus corpus) {
    IdentityHashMap<Sample, Double> odds = new IdentityHashMap<>();
    for (int i = 0; i < SENDER_GROUPS; i++) {
      int group = i;
      Predicate<Sample> left =
          sample ->
              sample.corpus().equals(corpus.name())
                  && Math.floorMod(sample.sender().hashCode(), SENDER_GROUPS) == group;
      judge(fit(left.negate()), corpus.samples().stream().filter(left).toList(), odds);
    }
    return odds;
  }

  private TextModel fit(Predicate<Sample> wanted) {
    return Trainer.fit(Trainer.samples(fitted).stream().filter(wanted).toList());
  }

  private static void judge(
      TextModel model, List<Sample> samples, IdentityHashMap<Sample, Double> odds) {
    samples.forEach(one -> odds.put(one, model.logOdds(one.features(), one.marks())));
  }

  private static double[] values(
      IdentityHashMap<Sample, Double> odds, List<Sample> samples, boolean spam) {
    return samples.stream()
        .filter(sample -> sample.spam() == spam && odds.containsKey(sample))
        .mapToDouble(odds::get)
        .toArray();
  }

  /// The log-odds that this share of the ordinary messages reaches.
  private double reached(String what, double[] ham, double share) {
    double reached = ham.length == 0 ? 0 : Math.max(0, above(ham, share)) + 1e-3;
    said.accept(
        String.format(Locale.ROOT, "%s: %.2f is reached by %.1f %%", what, reached, 100 * share));
    return reached;
  }

  /// What all but this share stay at or below.
  private static double above(double[] ham, double share) {
    double[] sorted = ham.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - 1 - (int) (sorted.length * share)];
  }

  private static void row(
      String what, IdentityHashMap<Sample, Double> odds, List<Sample> samples, double suspect) {
    double[] ham = values(odds, samples, false);
    double[] spam = values(odds, samples, true);
    System.out.printf(
        Locale.ROOT,
        "%-40s ham %5d suspected %3d (%.2f %%)  spam %5d suspected %.1f %%",
        what,
        ham.length,
        count(ham, suspect),
        100.0 * count(ham, suspect) / Math.max(1, ham.length),
        spam.length,
        100.0 * count(spam, suspect) / Math.max(1, spam.length));
    if (ham.length > 0 && spam.length > 0) {
      System.out.printf(
          Locale.ROOT,
          "  1-ROCA %.3f %%  recall at 0.1 %% %.1f %%, at 1 %% %.1f %%",
          missing(ham, spam),
          100.0 * count(spam, above(ham, 0.001) + 1e-9) / spam.length,
          100.0 * count(spam, above(ham, 0.01) + 1e-9) / spam.length);
    }
    System.out.println();
  }

  private static long count(double[] odds, double from) {
    return Arrays.stream(odds).filter(one -> one >= from).count();
  }

  /// The area above the ROC curve in percent: how often ordinary mail outranks spam.
  private static double missing(double[] ham, double[] spam) {
    double[] sorted = ham.clone();
    Arrays.sort(sorted);
    double above = 0;
    for (double odds : spam) {
      int at = Arrays.binarySearch(sorted, odds);
      above += sorted.length - (at < 0 ? -at - 1 : at);
    }
    return 100 * above / sorted.length / spam.length;
  }
}
