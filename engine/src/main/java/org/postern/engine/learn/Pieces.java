package org.postern.engine.learn;

import java.util.ArrayList;
import java.util.List;

/// The stretches of a text that weighed most: up to five words each, the heaviest first, none
/// overlapping another, none across a line end.
final class Pieces {

  private static final int MOST = 4;
  private static final int WORDS_SHOWN = 5;

  private final String text;
  private final double[] sums;
  private final List<int[]> words = new ArrayList<>();

  /// @param weights the weight of the features that end at each character of the text; is changed
  private Pieces(String text, double[] weights) {
    this.text = text;
    this.sums = weights;
    // prefix sums, so that the weight of any stretch is one subtraction
    for (int i = 1; i < sums.length; i++) {
      sums[i] += sums[i - 1];
    }
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ' ' || text.charAt(i) == '\n') {
        if (i > from) {
          words.add(new int[] {from, i});
        }
        from = i + 1;
      }
    }
  }

  /// The heaviest, at most four.
  ///
  /// @param weights at least one more than the text has characters; is changed
  static List<String> heaviest(String text, double[] weights) {
    return new Pieces(text, weights).heaviest();
  }

  private List<String> heaviest() {
    List<int[]> chosen = new ArrayList<>();
    while (chosen.size() < MOST) {
      int[] best = best(chosen);
      if (best.length == 0) {
        break;
      }
      chosen.add(best);
    }
    return chosen.stream().map(piece -> text.substring(piece[0], piece[1])).toList();
  }

  private int[] best(List<int[]> chosen) {
    int[] best = {};
    double most = 0;
    for (int i = 0; i < words.size(); i++) {
      int from = words.get(i)[0];
      int to = last(i);
      double weight = sums[to] - (from == 0 ? 0 : sums[from - 1]);
      if (weight > most && chosen.stream().noneMatch(other -> from < other[1] && other[0] < to)) {
        most = weight;
        best = new int[] {from, to};
      }
    }
    return best;
  }

  /// Where the stretch that starts with this word ends.
  private int last(int first) {
    int to = words.get(first)[1];
    for (int i = first + 1; i < Math.min(words.size(), first + WORDS_SHOWN); i++) {
      if (text.charAt(words.get(i)[0] - 1) == '\n' || text.charAt(to) == '\n') {
        break;
      }
      to = words.get(i)[1];
    }
    return to;
  }
}
