package org.postern.engine.evaluate;

import java.util.Arrays;

/// How well scores tell spam from other mail, whatever the threshold.
///
/// Not changed once made; the arrays it was made of are copied.
final class Ranking {

  private final double[] spam;
  private final double[] ham;

  Ranking(double[] spam, double[] ham) {
    this.spam = spam.clone();
    this.ham = ham.clone();
    Arrays.sort(this.spam);
    Arrays.sort(this.ham);
  }

  /// Whether both sides have messages.
  boolean known() {
    return spam.length > 0 && ham.length > 0;
  }

  /// The area above the ROC curve in percent: how often other mail outranks spam; equal scores
  /// count half. Not a number where one side is empty.
  double missing() {
    double outranked = 0;
    for (double score : spam) {
      int below = firstAtLeast(ham, score);
      int notAbove = firstAbove(ham, score);
      outranked += ham.length - notAbove + (notAbove - below) / 2.0;
    }
    return 100 * outranked / ((double) spam.length * ham.length);
  }

  /// The score that this share of the other mail (0 to 1, rounded down) may have above it: spam has
  /// more.
  double threshold(double falsePositives) {
    int allowed = (int) Math.floor(falsePositives * ham.length);
    return allowed < ham.length ? ham[ham.length - 1 - allowed] : Double.NEGATIVE_INFINITY;
  }

  /// How much of the spam is above the threshold for this share of false positives.
  Share recallAt(double falsePositives) {
    return new Share(spam.length - firstAbove(spam, threshold(falsePositives)), spam.length);
  }

  /// The shares of other mail and of spam with at least this score.
  double[] reaching(double score) {
    return new double[] {
      (double) (ham.length - firstAtLeast(ham, score)) / ham.length,
      (double) (spam.length - firstAtLeast(spam, score)) / spam.length
    };
  }

  /// All different scores, the highest first.
  double[] scores() {
    double[] all = new double[spam.length + ham.length];
    System.arraycopy(spam, 0, all, 0, spam.length);
    System.arraycopy(ham, 0, all, spam.length, ham.length);
    double[] ascending = Arrays.stream(all).distinct().sorted().toArray();
    double[] descending = new double[ascending.length];
    for (int i = 0; i < ascending.length; i++) {
      descending[i] = ascending[ascending.length - 1 - i];
    }
    return descending;
  }

  private static int firstAtLeast(double[] sorted, double score) {
    return partition(sorted, score, false);
  }

  private static int firstAbove(double[] sorted, double score) {
    return partition(sorted, score, true);
  }

  private static int partition(double[] sorted, double score, boolean equalBefore) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before = equalBefore ? sorted[middle] <= score : sorted[middle] < score;
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
