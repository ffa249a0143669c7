package org.postern.engine.evaluate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.postern.engine.verdict.Category;

/// The figures of all messages, of one source, or of one year.
///
/// Messages that no rule decided and that a check could not look at are counted in `blind` and
/// nowhere else. Ranks are scores; what a rule decides ranks with what the score confirms. Spam
/// without ordinary mail beside it is ranked against that of the whole run.
///
/// @param scope `all`, the name of a source, a year, or both
/// @param recall spam that was called spam or worse
/// @param falsePositives ordinary mail that was called spam or worse
/// @param infomailFaults infomail that was called spam or worse
/// @param categories what each label was called
/// @param missing the area above the ROC curve in percent; not a number where it cannot be told
/// @param recalls recall where no, one in a thousand, one in a hundred ordinary messages may rank
///   above
/// @param borrowed whether the ordinary mail of the whole run stood in
/// @param blind messages that could not be judged
/// @param millis median and 99th percentile of the time for a message
public record Figures(
    String scope,
    Share recall,
    Share falsePositives,
    Share infomailFaults,
    Map<Label, Map<Category, Integer>> categories,
    double missing,
    List<RecallAt> recalls,
    boolean borrowed,
    int blind,
    Quantiles millis) {

  /// Recall at a share of false positives, and the score that spam must be above for it.
  public record RecallAt(double falsePositives, double above, Share recall) {}

  /// Of some measured values.
  public record Quantiles(double median, double p99) {

    static Quantiles of(double[] values) {
      double[] sorted = values.clone();
      java.util.Arrays.sort(sorted);
      return sorted.length == 0
          ? new Quantiles(0, 0)
          : new Quantiles(sorted[sorted.length / 2], sorted[sorted.length * 99 / 100]);
    }
  }

  static final List<Double> ALLOWED = List.of(0.0, 0.001, 0.01);

  public Figures {
    recalls = List.copyOf(recalls);
  }

  /// Computes.
  ///
  /// @param all the whole run
  static Figures of(String scope, List<Judged> judged, List<Judged> all) {
    double[] spam = ranks(judged, Label.SPAM);
    double[] ham = ranks(judged, Label.HAM);
    boolean borrowed = ham.length == 0 && spam.length > 0;
    Ranking ranking = new Ranking(spam, borrowed ? ranks(all, Label.HAM) : ham);
    return new Figures(
        scope,
        caught(judged, Label.SPAM),
        caught(judged, Label.HAM),
        caught(judged, Label.INFOMAIL),
        categories(judged),
        ranking.known() ? ranking.missing() : Double.NaN,
        ranking.known() ? recalls(ranking) : List.of(),
        borrowed && ranking.known(),
        (int) judged.stream().filter(Judged::blind).count(),
        Quantiles.of(
            judged.stream().mapToDouble(one -> one.sample().took().toNanos() / 1e6).toArray()));
  }

  /// How many of a label there are, the blind ones left out.
  public long messages(Label label) {
    return switch (label) {
      case HAM -> falsePositives.of();
      case INFOMAIL -> infomailFaults.of();
      case SPAM -> recall.of();
    };
  }

  private static List<RecallAt> recalls(Ranking ranking) {
    return ALLOWED.stream()
        .map(share -> new RecallAt(share, ranking.threshold(share), ranking.recallAt(share)))
        .toList();
  }

  private static Share caught(List<Judged> judged, Label label) {
    List<Judged> sighted = judged.stream().filter(sighted(label)).toList();
    return new Share(sighted.stream().filter(Judged::caught).count(), sighted.size());
  }

  static double[] ranks(List<Judged> judged, Label label) {
    return judged.stream().filter(sighted(label)).mapToDouble(Judged::rank).toArray();
  }

  private static Predicate<Judged> sighted(Label label) {
    return one -> one.is(label) && !one.blind();
  }

  private static Map<Label, Map<Category, Integer>> categories(List<Judged> judged) {
    Map<Label, Map<Category, Integer>> categories = new EnumMap<>(Label.class);
    judged.stream()
        .filter(one -> !one.blind())
        .forEach(one ->
            categories
                .computeIfAbsent(one.sample().label(), _ -> new EnumMap<>(Category.class))
                .merge(one.verdict().category(), 1, Integer::sum));
    return categories;
  }
}
