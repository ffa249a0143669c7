package org.postern.engine.verdict;

import java.util.ArrayList;
import java.util.List;

/// What the engine found out about one message: the same for all tenants, without a score. The
/// report of the active stage contains that of the preliminary one.
public record Report(List<CheckOutcome> outcomes) {

  public static final Report EMPTY = new Report(List.of());

  public Report {
    outcomes = List.copyOf(outcomes);
  }

  /// All findings, in the order of the checks.
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    for (CheckOutcome outcome : outcomes) {
      if (outcome instanceof CheckOutcome.Done done) {
        all.addAll(done.findings());
      }
    }
    return all;
  }

  /// The checks that failed or were late.
  public List<CheckOutcome> blind() {
    return outcomes.stream().filter(outcome -> !(outcome instanceof CheckOutcome.Done)).toList();
  }

  /// This report and a later one.
  public Report and(Report later) {
    List<CheckOutcome> all = new ArrayList<>(outcomes);
    all.addAll(later.outcomes);
    return new Report(all);
  }
}
