package org.postern.engine.learn;

import java.util.ArrayList;
import java.util.List;

/// The stretches of a text that weighed most: up to five words each, the heaviest first, none
/// overlapping another, none across a line end.
final class Pieces {

  private static final int MOST = 4;
  private static final int WORDS_SHOWN = 5;

  private final String text;

  /// Where each word begins, where the stretch ends that begins with it, and what that weighs.
  private final int[] starts;

  private final int[] ends;
  private final double[] weights;

  /// @param sums the weight of the features that end at each character of the text; is changed
  private Pieces(String text, double[] sums) {
    this.text = text;
    // prefix sums, so that the weight of any stretch is one subtraction
    for (int i = 1; i < sums.length; i++) {
      sums[i] += sums[i - 1];
    }
    int words = 0;
    for (int i = 0; i < text.length(); i++) {
      words += begins(i) ? 1 : 0;
    }
    starts = new int[words];
    int[] wordEnds = new int[words];
    int word = 0;
    for (int i = 0; i < text.length(); i++) {
      if (begins(i)) {
        starts[word] = i;
        wordEnds[word++] = text.length();
      } else if (word > 0 && apart(text.charAt(i)) && wordEnds[word - 1] > i) {
        wordEnds[word - 1] = i;
      }
    }
    ends = new int[words];
    weights = new double[words];
    for (int i = 0; i < words; i++) {
      ends[i] = wordEnds[last(i, wordEnds)];
      weights[i] = sums[ends[i]] - (starts[i] == 0 ? 0 : sums[starts[i] - 1]);
    }
  }

  private boolean begins(int at) {
    return !apart(text.charAt(at)) && (at == 0 || apart(text.charAt(at - 1)));
  }

  private static boolean apart(char c) {
    return c == ' ' || c == '\n';
  }

  /// The last word of the stretch that begins with this one.
  private int last(int first, int[] wordEnds) {
    int last = first;
    while (last + 1 < Math.min(starts.length, first + WORDS_SHOWN)
        && text.charAt(starts[last + 1] - 1) != '\n'
        && text.charAt(wordEnds[last]) != '\n') {
      last++;
    }
    return last;
  }

  /// The heaviest, at most four.
  ///
  /// @param weights at least one more than the text has characters; is changed
  static List<String> heaviest(String text, double[] weights) {
    return new Pieces(text, weights).heaviest();
  }

  private List<String> heaviest() {
    List<Integer> chosen = new ArrayList<>(MOST);
    while (chosen.size() < MOST) {
      int best = best(chosen);
      if (best < 0) {
        break;
      }
      chosen.add(best);
    }
    return chosen.stream().map(word -> text.substring(starts[word], ends[word])).toList();
  }

  /// The word with which the heaviest stretch begins that is left, -1 without one.
  private int best(List<Integer> chosen) {
    int best = -1;
    double most = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > most && !overlaps(i, chosen)) {
        most = weights[i];
        best = i;
      }
    }
    return best;
  }

  private boolean overlaps(int word, List<Integer> chosen) {
    for (int other : chosen) {
      if (starts[word] < ends[other] && starts[other] < ends[word]) {
        return true;
      }
    }
    return false;
  }
}
