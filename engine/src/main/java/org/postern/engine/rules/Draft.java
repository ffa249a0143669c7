package org.postern.engine.rules;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the lines of the files have said of a rule so far; later lines replace what earlier ones
/// said. One thread.
final class Draft {

  private static final double DEFAULT_SCORE = 1;
  private static final double TRIAL_SCORE = 0.01;
  private static final int MOST_HITS = 1_000;

  final String name;

  /// The kind of test: the word of the directive.
  String kind = "";

  /// The rest of the line behind the name.
  String definition = "";

  String file = "";
  int line;
  String description = "";
  final Set<String> flags = new TreeSet<>();
  boolean replaceTags;
  private @Nullable Double score;

  Draft(String name) {
    this.name = name;
  }

  /// As told, or the default of the format: 1, for a rule that speaks for the message -1, for one
  /// on trial 0.01.
  double score() {
    if (name.startsWith("__")) {
      return 0;
    }
    Double told = score;
    if (told != null) {
      return told;
    }
    double size = name.startsWith("T_") ? TRIAL_SCORE : DEFAULT_SCORE;
    return flags.contains("nice") ? -size : size;
  }

  void score(double points) {
    score = points;
  }

  int mostHits() throws RuleException {
    for (String flag : flags) {
      if (flag.startsWith("maxhits=")) {
        try {
          return Math.clamp(Integer.parseInt(flag.substring(8)), 1, MOST_HITS);
        } catch (NumberFormatException wrong) {
          throw new RuleException("a number behind maxhits= expected", wrong);
        }
      }
    }
    return flags.contains("multiple") ? MOST_HITS : 1;
  }
}
