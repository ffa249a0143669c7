package org.postern.engine.verdict;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.verdict.Verdict.Scored;
import org.postern.engine.verdict.Verdict.Step;

/// What one organisation wants: from which score on a message is spam, what is done with each
/// category, and what it means when a check could not look. Judging is a pure function: rules
/// first, then blindness, then the score.
///
/// @param suspectAt from this score on SUSPECTED_SPAM
/// @param confirmAt from this score on CONFIRMED_SPAM
/// @param actions what is done with each category; one that is absent is delivered
/// @param blind what is done when a check failed or was late and no rule decided
/// @param dispensable names of checks that may fail without blindness
public record Policy(
    double suspectAt,
    double confirmAt,
    Map<Category, Disposition> actions,
    Disposition blind,
    Set<String> dispensable) {

  /// Hold what is spam by its score, refuse what is certain, never deliver unscanned.
  public static final Policy STANDARD =
      new Policy(
          5,
          10,
          Map.of(
              Category.SUSPECTED_SPAM, new Disposition.Hold(),
              Category.FALSE_BOUNCE, new Disposition.Reject(),
              Category.CONFIRMED_SPAM, new Disposition.Reject(),
              Category.PHISHING, new Disposition.Hold(),
              Category.FORBIDDEN_CONTENT, new Disposition.Hold(),
              Category.SUSPECTED_VIRUS, new Disposition.Hold(),
              Category.CONFIRMED_VIRUS, new Disposition.Hold()),
          new Disposition.Defer(),
          Set.of());

  public Policy {
    if (!(suspectAt <= confirmAt)) {
      throw new IllegalArgumentException(
          "suspectAt " + suspectAt + " must not be above confirmAt " + confirmAt);
    }
    actions =
        actions.isEmpty()
            ? Map.of()
            : java.util.Collections.unmodifiableMap(new EnumMap<>(actions));
    dispensable = Set.copyOf(dispensable);
  }

  /// What is done with a category.
  public Disposition action(Category category) {
    return actions.getOrDefault(category, new Disposition.Deliver());
  }

  /// Judges a report.
  public Verdict judge(Report report) {
    List<Scored> scored =
        report.findings().stream()
            .map(finding -> new Scored(finding, finding.points()))
            .sorted(Comparator.comparingDouble((Scored s) -> -Math.abs(s.points())))
            .toList();
    double score = scored.stream().mapToDouble(Scored::points).sum();
    Optional<Category> ruled =
        report.findings().stream()
            .flatMap(finding -> finding.symbol().decides().stream())
            .max(Comparator.naturalOrder());
    Category byScore = byScore(score);
    if (ruled.isPresent()) {
      return new Verdict(ruled.get(), score, action(ruled.get()), Step.RULE, scored);
    }
    boolean blindly =
        report.blind().stream().anyMatch(outcome -> !dispensable.contains(outcome.check()));
    if (blindly) {
      return new Verdict(byScore, score, blind, Step.BLINDNESS, scored);
    }
    return new Verdict(byScore, score, action(byScore), Step.SCORE, scored);
  }

  private Category byScore(double score) {
    if (score >= confirmAt) {
      return Category.CONFIRMED_SPAM;
    }
    return score >= suspectAt ? Category.SUSPECTED_SPAM : Category.CLEAN;
  }
}
