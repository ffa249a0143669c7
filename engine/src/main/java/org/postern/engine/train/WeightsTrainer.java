package org.postern.engine.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.Sample;
import org.postern.engine.train.Examples.Row;
import org.postern.engine.train.Trained.Doubt;
import org.postern.engine.train.Trained.FittedSymbol;
import org.postern.engine.train.Trained.LeftOut;
import org.postern.engine.train.Trained.Tally;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Weights;

/// Fits the points of symbols to labelled mail.
///
/// One fit is made for every source that can be left out, and a symbol moves halfway between the
/// mean and the smallest of their moves: a habit of one collection, which no other shows, moves
/// nothing. No symbol rises above the log of how many times more often spam has it than other mail
/// does. Where the fits disagree about the direction the declared points stay. At last all that was
/// raised is lowered step by step until at most one in a thousand ordinary messages of each source,
/// and no infomail, comes nearer than a point to being suspect: mail of other receivers will
/// differ.
///
/// What that is worth is measured on every source in turn, while all of it is left out. Ham of
/// doubted sources that nothing was fitted on counts there like any other: else such a source would
/// have no false positives by construction.
public final class WeightsTrainer {

  private static final double SUSPECT = 5;
  private static final double FALSE_POSITIVES = 0.001;
  private static final double RESERVE = 1;

  /// A symbol with fewer hits keeps its declared points.
  private static final int FEWEST = 5;

  private static final int STEPS = 20;

  private final Map<Group, Double> caps;

  private WeightsTrainer(Map<Group, Double> caps) {
    this.caps = caps;
  }

  /// Fits.
  ///
  /// @param caps of groups, that stay
  /// @param doubted names of sources nobody labelled by hand: nothing is fitted on ham there that
  ///   is suspect already; it is counted all the same
  /// @throws NothingToFit where spam or other mail is missing
  public static Trained train(List<Sample> samples, Map<Group, Double> caps, List<String> doubted) {
    return new WeightsTrainer(caps).train(Examples.of(samples), doubted);
  }

  private Trained train(Examples all, List<String> doubted) {
    if (!all.complete()) {
      throw new NothingToFit("spam and other mail are needed to fit weights");
    }
    List<Row> suspected = suspected(all, doubted);
    Examples examples = all.without(suspected);
    double[] points = rounded(fitted(examples));
    return new Trained(
        Weights.of(named(examples, points), caps),
        symbols(examples, points),
        leftOut(all, examples),
        doubts(all, suspected, doubted),
        tallies(all, points, SUSPECT));
  }

  private static List<Doubt> doubts(Examples all, List<Row> suspected, List<String> doubted) {
    return doubted.stream()
        .distinct()
        .map(source ->
            new Doubt(
                source,
                (int) all.of(source).stream().filter(row -> row.label() == Label.HAM).count(),
                suspected.stream()
                    .filter(row -> row.source().equals(source))
                    .map(Row::name)
                    .toList()))
        .toList();
  }

  private List<Row> suspected(Examples all, List<String> doubted) {
    Scorer scorer = new Scorer(all, caps);
    double[] declared = declared(all);
    return all.rows().stream()
        .filter(row -> doubted.contains(row.source()) && row.label() == Label.HAM)
        .filter(row -> row.decided() || scorer.score(row, declared) >= SUSPECT)
        .toList();
  }

  /// The points of all symbols of the examples.
  private double[] fitted(Examples examples) {
    List<Bounds> bounds = bounds(examples);
    List<double[]> fits = new ArrayList<>();
    for (String source : examples.sources()) {
      Examples rest = examples.without(source);
      if (rest.complete()) {
        fits.add(WeightsFit.fit(rest, bounds, caps));
      }
    }
    if (fits.isEmpty()) {
      fits.add(WeightsFit.fit(examples, bounds, caps));
    }
    double[] declared = declared(examples);
    double[] points = declared.clone();
    for (int i = 0; i < points.length; i++) {
      points[i] += agreed(fits, i, declared[i]);
    }
    return lowered(examples, declared, points);
  }

  /// The move on which all fits agree: halfway between their mean and the smallest; none where they
  /// disagree about the direction, or where one knows of nothing.
  private static double agreed(List<double[]> fits, int symbol, double declared) {
    double[] moves = fits.stream().mapToDouble(fit -> fit[symbol] - declared).toArray();
    double least = Arrays.stream(moves).min().orElse(0);
    double most = Arrays.stream(moves).max().orElse(0);
    if (least * most <= 0) {
      return 0;
    }
    double smallest = least > 0 ? least : most;
    return (smallest + Arrays.stream(moves).average().orElse(0)) / 2;
  }

  /// Takes back what was raised, in steps, until false positives are few enough.
  private double[] lowered(Examples examples, double[] declared, double[] points) {
    double[] lower = points;
    for (int step = 1; step <= STEPS && tooMany(examples, lower); step++) {
      lower = points.clone();
      for (int i = 0; i < lower.length; i++) {
        if (points[i] > declared[i]) {
          lower[i] -= (points[i] - declared[i]) * step / STEPS;
        }
      }
    }
    return lower;
  }

  private boolean tooMany(Examples examples, double[] points) {
    return tallies(examples, points, SUSPECT - RESERVE).stream()
        .anyMatch(tally ->
            tally.ham().count() > Math.floor(FALSE_POSITIVES * tally.ham().of())
                || tally.infomail().count() > 0);
  }

  private List<Tally> tallies(Examples examples, double[] points, double suspect) {
    return examples.sources().stream()
        .map(source -> tally(source, examples, points, suspect))
        .toList();
  }

  private Tally tally(String source, Examples examples, double[] points, double suspect) {
    Scorer scorer = new Scorer(examples, caps);
    Map<Label, int[]> counts = new TreeMap<>();
    for (Label label : Label.values()) {
      counts.put(label, new int[2]);
    }
    for (Row row : examples.of(source)) {
      int[] count = counts.getOrDefault(row.label(), new int[2]);
      count[1]++;
      if (row.decided() || scorer.score(row, points) >= suspect) {
        count[0]++;
      }
    }
    return Tally.of(source, counts);
  }

  /// Every source in turn: what the others' weights are worth on all of it.
  private List<LeftOut> leftOut(Examples all, Examples fittedOn) {
    List<LeftOut> left = new ArrayList<>();
    for (String source : all.sources()) {
      Examples rest = fittedOn.without(source);
      if (rest.complete()) {
        left.add(
            new LeftOut(
                tally(source, all, declared(all), SUSPECT),
                tally(source, all, rounded(fitted(rest)), SUSPECT)));
      }
    }
    return left;
  }

  private static List<Bounds> bounds(Examples examples) {
    int[] hits = new int[examples.symbols().size()];
    for (Label label : Label.values()) {
      int[] some = examples.hits(label);
      for (int i = 0; i < hits.length; i++) {
        hits[i] += some[i];
      }
    }
    double[] evidence = examples.evidence();
    List<Bounds> bounds = new ArrayList<>();
    for (int i = 0; i < hits.length; i++) {
      Symbol symbol = examples.symbols().get(i);
      bounds.add(
          hits[i] < FEWEST ? Bounds.fixed(symbol.points()) : Bounds.of(symbol).upTo(evidence[i]));
    }
    return bounds;
  }

  private static double[] declared(Examples examples) {
    return examples.symbols().stream().mapToDouble(Symbol::points).toArray();
  }

  private static double[] rounded(double[] points) {
    return Arrays.stream(points).map(value -> Math.round(value * 100) / 100.0).toArray();
  }

  private static Map<String, Double> named(Examples examples, double[] points) {
    Map<String, Double> named = new TreeMap<>();
    List<Bounds> bounds = bounds(examples);
    for (int i = 0; i < points.length; i++) {
      if (!bounds.get(i).fixed()) {
        named.put(examples.symbols().get(i).name(), points[i]);
      }
    }
    return named;
  }

  private static List<FittedSymbol> symbols(Examples examples, double[] points) {
    Map<Label, int[]> hits = new TreeMap<>();
    for (Label label : Label.values()) {
      hits.put(label, examples.hits(label));
    }
    List<Bounds> bounds = bounds(examples);
    List<FittedSymbol> fitted = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      if (!bounds.get(i).fixed()) {
        Symbol symbol = examples.symbols().get(i);
        Map<Label, Integer> own = new TreeMap<>();
        for (Map.Entry<Label, int[]> hit : hits.entrySet()) {
          own.put(hit.getKey(), hit.getValue()[i]);
        }
        fitted.add(new FittedSymbol(symbol.name(), symbol.points(), points[i], own));
      }
    }
    return fitted;
  }
}
