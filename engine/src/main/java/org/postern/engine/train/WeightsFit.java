package org.postern.engine.train;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.engine.evaluate.Label;
import org.postern.engine.train.Examples.Row;
import org.postern.engine.verdict.Group;

/// One fit: logistic regression whose log-odds are the score less the points from which on mail is
/// suspect, with a pull towards the declared points. Every step makes the loss smaller (a separable
/// quadratic bound is minimised within the bounds of each symbol); the same rows give the same
/// points.
///
/// Each row stands there twice, with what was learned of text and without: the other symbols must
/// hold where a learned model knows nothing.
final class WeightsFit {

  private static final double SUSPECT = 5;

  /// Rows are worth as much as this many in all, so that a few hundred that share a habit of one
  /// collection do not outweigh what was declared.
  private static final double ROWS = 2000;

  /// How far points may wander from the declared ones at the price of one row: a variance.
  private static final double VARIANCE = 0.25;

  /// What a false positive costs, where a miss costs one.
  private static final double HAM = 8;

  private static final double INFOMAIL = 12;
  private static final int ROUNDS = 400;
  private static final double STILL = 1e-4;

  private final Examples examples;
  private final List<Bounds> bounds;
  private final Scorer scorer;
  private final double[] say;

  private WeightsFit(Examples examples, List<Bounds> bounds, Map<Group, Double> caps) {
    this.examples = examples;
    this.bounds = bounds;
    this.scorer = new Scorer(examples, caps);
    this.say = say(examples);
  }

  /// The points of the symbols, in their order.
  static double[] fit(Examples examples, List<Bounds> bounds, Map<Group, Double> caps) {
    return new WeightsFit(examples, bounds, caps).fit();
  }

  private double[] fit() {
    double[] points = bounds.stream().mapToDouble(Bounds::declared).toArray();
    double[] curvature = curvature();
    for (int round = 0; round < ROUNDS; round++) {
      double[] slope = slope(points);
      double moved = 0;
      for (int i = 0; i < points.length; i++) {
        Bounds bound = bounds.get(i);
        if (!bound.fixed()) {
          double pull = (points[i] - bound.declared()) / VARIANCE;
          double next = bound.within(points[i] - (slope[i] + pull) / (curvature[i] + 1 / VARIANCE));
          moved = Math.max(moved, Math.abs(next - points[i]));
          points[i] = next;
        }
      }
      if (moved < STILL) {
        break;
      }
    }
    return points;
  }

  private double[] slope(double[] points) {
    double[] slope = new double[points.length];
    double[] untaught = points.clone();
    for (int i = 0; i < untaught.length; i++) {
      if (examples.isLearned(i)) {
        untaught[i] = 0;
      }
    }
    for (int number = 0; number < examples.rows().size(); number++) {
      Row row = examples.rows().get(number);
      if (!row.decided()) {
        add(slope, row, points, say[number] / 2);
        add(slope, row, untaught, say[number] / 2);
      }
    }
    return slope;
  }

  private void add(double[] slope, Row row, double[] points, double weight) {
    double odds = scorer.score(row, points) - SUSPECT;
    double error = 1 / (1 + Math.exp(-odds)) - (row.label() == Label.SPAM ? 1 : 0);
    for (int i = 0; i < row.found().length; i++) {
      int symbol = row.found()[i];
      boolean positive = points[symbol] * row.strengths()[i] > 0;
      if (!positive || scorer.counted(symbol)) {
        slope[symbol] += weight * error * row.strengths()[i];
      }
    }
  }

  /// An upper bound of the second derivative in each direction while all are moved at once.
  private double[] curvature() {
    double[] curvature = new double[bounds.size()];
    for (int number = 0; number < examples.rows().size(); number++) {
      Row row = examples.rows().get(number);
      double whole = 0;
      for (int i = 0; i < row.found().length; i++) {
        if (!bounds.get(row.found()[i]).fixed()) {
          whole += Math.abs(row.strengths()[i]);
        }
      }
      for (int i = 0; i < row.found().length; i++) {
        curvature[row.found()[i]] += say[number] * Math.abs(row.strengths()[i]) * whole / 4;
      }
    }
    return curvature;
  }

  /// How much each row counts: the sources of a label share it by the square root of their sizes.
  private static double[] say(Examples examples) {
    Map<String, Map<Label, Integer>> sizes = examples.sizes();
    double[] say = new double[examples.rows().size()];
    Map<Label, Double> sums = new TreeMap<>();
    for (int i = 0; i < say.length; i++) {
      Row row = examples.rows().get(i);
      say[i] =
          1 / Math.sqrt(sizes.getOrDefault(row.source(), Map.of()).getOrDefault(row.label(), 1));
      sums.merge(side(row.label()), say[i], Double::sum);
    }
    for (int i = 0; i < say.length; i++) {
      Label label = examples.rows().get(i).label();
      double cost =
          switch (label) {
            case HAM -> HAM;
            case INFOMAIL -> INFOMAIL;
            case SPAM -> 1;
          };
      say[i] *= cost * ROWS / 2 / sums.getOrDefault(side(label), 1.0);
    }
    return say;
  }

  // spam on the one side, all other mail on the other
  private static Label side(Label label) {
    return label == Label.SPAM ? Label.SPAM : Label.HAM;
  }
}
