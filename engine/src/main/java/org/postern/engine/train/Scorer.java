package org.postern.engine.train;

import java.util.List;
import java.util.Map;
import org.postern.engine.train.Examples.Row;
import org.postern.engine.verdict.Group;

/// Scores rows as a policy does: sums of points, positive ones of a group no further than its cap.
///
/// One thread: it keeps the sums of the last row.
final class Scorer {

  private static final List<Group> GROUPS = List.of(Group.values());

  private final int[] groups;
  private final double[] caps = new double[GROUPS.size()];
  private final double[] sums = new double[GROUPS.size()];

  Scorer(Examples examples, Map<Group, Double> caps) {
    groups =
        examples.symbols().stream().mapToInt(symbol -> GROUPS.indexOf(symbol.group())).toArray();
    for (int i = 0; i < this.caps.length; i++) {
      this.caps[i] = caps.getOrDefault(GROUPS.get(i), Double.POSITIVE_INFINITY);
    }
  }

  /// The score of a row.
  double score(Row row, double[] points) {
    java.util.Arrays.fill(sums, 0);
    double score = 0;
    for (int i = 0; i < row.found().length; i++) {
      double worth = points[row.found()[i]] * row.strengths()[i];
      if (worth > 0) {
        sums[groups[row.found()[i]]] += worth;
      } else {
        score += worth;
      }
    }
    for (int group = 0; group < sums.length; group++) {
      score += Math.min(sums[group], caps[group]);
    }
    return score;
  }

  /// Whether the points of a symbol still counted in the row that was scored last.
  boolean counted(int symbol) {
    return sums[groups[symbol]] <= caps[groups[symbol]];
  }
}
