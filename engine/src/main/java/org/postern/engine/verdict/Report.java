package org.postern.engine.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the engine found out about one message: the same for all tenants, without a score. The
/// report of the active stage contains that of the preliminary one.
///
/// @param outcomes of all checks
/// @param weights of a stored report those that it was judged with: it is judged with them again,
///   whatever weights a policy has by then
public record Report(List<CheckOutcome> outcomes, Optional<Weights> weights) {

  public static final Report EMPTY = new Report(List.of());

  public Report {
    outcomes = List.copyOf(outcomes);
  }

  /// One that was not judged yet.
  public Report(List<CheckOutcome> outcomes) {
    this(outcomes, Optional.empty());
  }

  /// The same findings, to be judged with the weights of the policy.
  public Report unweighed() {
    return new Report(outcomes);
  }

  /// All findings, in the order of the checks.
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    for (CheckOutcome outcome : outcomes) {
      if (outcome instanceof CheckOutcome.Done done && !done.findings().isEmpty()) {
        all.addAll(done.findings());
      }
    }
    return all;
  }

  /// The checks that failed or were late.
  public List<CheckOutcome> blind() {
    List<CheckOutcome> blind = new ArrayList<>(0);
    for (CheckOutcome outcome : outcomes) {
      if (!(outcome instanceof CheckOutcome.Done)) {
        blind.add(outcome);
      }
    }
    return List.copyOf(blind);
  }

  /// This report and a later one. Where both were judged the weights of both stand, so that the
  /// whole is judged again as it was; where one was, its weights stand for all.
  public Report and(Report later) {
    List<CheckOutcome> all = new ArrayList<>(outcomes);
    all.addAll(later.outcomes);
    Optional<Weights> both =
        weights.isPresent() && later.weights.isPresent()
            ? Optional.of(weights.get().and(later.weights.get()))
            : weights.or(later::weights);
    return new Report(all, both);
  }
}
