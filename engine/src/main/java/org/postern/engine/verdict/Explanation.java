package org.postern.engine.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.engine.verdict.Verdict.Scored;
import org.postern.engine.verdict.Verdict.Step;

/// Why a policy judged a report as it did, and what would have changed that.
///
/// @param verdict the judgement, with every finding
/// @param carriedBy the fewest findings that carry it against everything that speaks for the
///   message; empty for a clean message and where blindness decided
/// @param blind the checks that failed or were late
/// @param order all steps of judging in their order, and what each had to say
/// @param changes what would have led to another category or another disposition, each enough alone
public record Explanation(
    Verdict verdict,
    List<Scored> carriedBy,
    List<CheckOutcome> blind,
    List<Considered> order,
    List<Change> changes) {

  public Explanation {
    carriedBy = List.copyOf(carriedBy);
    blind = List.copyOf(blind);
    order = List.copyOf(order);
    changes = List.copyOf(changes);
  }

  /// Something that, had it been so, would have changed the outcome.
  public sealed interface Change {

    /// What would have come out.
    Verdict outcome();

    /// In plain words.
    String text();
  }

  /// Had these symbols not been found.
  public record Without(List<String> symbols, Verdict outcome) implements Change {
    public Without {
      symbols = List.copyOf(symbols);
    }

    @Override
    public String text() {
      return "without " + String.join(", ", symbols) + ": " + named(outcome);
    }
  }

  /// Had there been so many points more.
  public record WithMore(double points, Verdict outcome) implements Change {
    @Override
    public String text() {
      return String.format(Locale.ROOT, "with %.2f more points: ", points) + named(outcome);
    }
  }

  /// Had these checks answered, and found nothing.
  public record Answered(List<String> checks, Verdict outcome) implements Change {
    public Answered {
      checks = List.copyOf(checks);
    }

    @Override
    public String text() {
      return "had " + String.join(", ", checks) + " found nothing: " + named(outcome);
    }
  }

  /// Had the entry of the list not been there.
  public record Unlisted(Verdict outcome) implements Change {
    @Override
    public String text() {
      return "without the entry of the list: " + named(outcome);
    }
  }

  private static String named(Verdict verdict) {
    return verdict.category() + ", " + verdict.disposition().word();
  }

  /// Explains.
  public static Explanation of(Report report, Policy policy) {
    Verdict verdict = policy.judge(report);
    return new Explanation(
        verdict,
        carriedBy(report, policy, verdict),
        report.blind(),
        Considered.all(verdict, report, policy),
        changes(report, policy, verdict));
  }

  /// Explains for a recipient for whom an entry of a list decides.
  public static Explanation of(Report report, Policy policy, Listed listed) {
    Verdict unlisted = policy.judge(report);
    Verdict verdict = policy.listed(unlisted, listed);
    if (verdict.decidedBy() != Step.LIST) {
      return of(report, policy);
    }
    List<Change> changes = differs(verdict, unlisted) ? List.of(new Unlisted(unlisted)) : List.of();
    return new Explanation(
        verdict,
        carriedBy(report, policy, verdict),
        report.blind(),
        Considered.all(verdict, report, policy),
        changes);
  }

  private static List<Scored> carriedBy(Report report, Policy policy, Verdict verdict) {
    return switch (verdict.decidedBy()) {
      case RULE -> verdict.because().stream().filter(scored -> decides(scored, verdict)).toList();
      case BLINDNESS -> List.of();
      case LIST -> List.of(verdict.because().getFirst());
      case SCORE -> carryingScore(report, policy, verdict);
      case KIND ->
          verdict.because().stream()
              .filter(scored ->
                  scored.finding().symbol().kind().equals(Optional.of(verdict.category())))
              .toList();
    };
  }

  private static boolean decides(Scored scored, Verdict verdict) {
    return scored.finding().symbol().decides().equals(Optional.of(verdict.category()));
  }

  /// Lets go of what weighs least first, as long as the rest still leads to the same category.
  private static List<Scored> carryingScore(Report report, Policy policy, Verdict verdict) {
    if (verdict.score() < policy.suspectAt()) {
      return List.of();
    }
    List<Scored> carrying = verdict.because().stream().filter(one -> one.points() > 0).toList();
    Set<String> gone = new HashSet<>();
    for (Scored scored : carrying.reversed()) {
      String name = scored.finding().symbol().name();
      gone.add(name);
      if (policy.judge(leaving(report, gone)).category() != verdict.category()) {
        gone.remove(name);
      }
    }
    return carrying.stream()
        .filter(scored -> !gone.contains(scored.finding().symbol().name()))
        .toList();
  }

  private static List<Change> changes(Report report, Policy policy, Verdict verdict) {
    List<Change> changes = new ArrayList<>();
    without(report, policy, verdict).ifPresent(changes::add);
    answered(report, policy, verdict).ifPresent(changes::add);
    withMore(report, policy, verdict).ifPresent(changes::add);
    return changes;
  }

  /// Leaves out one symbol, what decides first, then what weighs most; where none is enough alone,
  /// one after the other until the outcome differs.
  private static Optional<Change> without(Report report, Policy policy, Verdict verdict) {
    List<String> order = new ArrayList<>();
    for (Scored scored : verdict.because()) {
      String name = scored.finding().symbol().name();
      if (scored.finding().symbol().decides().isPresent()) {
        order.addFirst(name);
      } else if (scored.points() > 0) {
        order.add(name);
      }
    }
    for (String name : order) {
      Verdict then = policy.judge(leaving(report, Set.of(name)));
      if (differs(then, verdict)) {
        return Optional.of(new Without(List.of(name), then));
      }
    }
    Set<String> left = new HashSet<>();
    for (String name : order) {
      left.add(name);
      if (differs(policy.judge(leaving(report, left)), verdict)) {
        return Optional.of(fewest(order, left, report, policy, verdict));
      }
    }
    return Optional.empty();
  }

  /// Puts back what can stay.
  private static Without fewest(
      List<String> order, Set<String> left, Report report, Policy policy, Verdict verdict) {
    for (String name : order) {
      if (left.remove(name) && !differs(policy.judge(leaving(report, left)), verdict)) {
        left.add(name);
      }
    }
    return new Without(
        order.stream().filter(left::contains).distinct().toList(),
        policy.judge(leaving(report, left)));
  }

  private static Report leaving(Report report, Set<String> names) {
    List<CheckOutcome> outcomes = new ArrayList<>();
    for (CheckOutcome outcome : report.outcomes()) {
      outcomes.add(
          switch (outcome) {
            case CheckOutcome.Done done ->
                new CheckOutcome.Done(
                    done.check(),
                    done.findings().stream()
                        .filter(finding -> !names.contains(finding.symbol().name()))
                        .toList(),
                    done.took());
            case CheckOutcome.Failed failed -> failed;
            case CheckOutcome.TimedOut late -> late;
          });
    }
    return new Report(outcomes, report.weights());
  }

  private static Optional<Change> answered(Report report, Policy policy, Verdict verdict) {
    if (verdict.decidedBy() != Step.BLINDNESS) {
      return Optional.empty();
    }
    Set<CheckOutcome> blind = new HashSet<>(report.blind());
    Report sighted =
        new Report(
            report.outcomes().stream().filter(outcome -> !blind.contains(outcome)).toList(),
            report.weights());
    Verdict then = policy.judge(sighted);
    List<String> names = blind.stream().map(CheckOutcome::check).sorted().toList();
    return Optional.of(new Answered(names, then));
  }

  private static Optional<Change> withMore(Report report, Policy policy, Verdict verdict) {
    boolean byScore = verdict.decidedBy() == Step.SCORE || verdict.decidedBy() == Step.KIND;
    if (!byScore || verdict.score() >= policy.confirmAt()) {
      return Optional.empty();
    }
    double goal = verdict.score() >= policy.suspectAt() ? policy.confirmAt() : policy.suspectAt();
    // a hair more, so that the sum of the points reaches the goal whatever is lost in rounding
    double missing = goal - verdict.score() + 1e-9;
    Policy lower = policy.with(policy.suspectAt() - missing, policy.confirmAt() - missing);
    Verdict then = lower.judge(report);
    if (!differs(then, verdict)) {
      return Optional.empty();
    }
    Verdict shown =
        new Verdict(
            then.category(),
            verdict.score() + missing,
            then.disposition(),
            then.decidedBy(),
            then.because());
    return Optional.of(new WithMore(missing, shown));
  }

  private static boolean differs(Verdict one, Verdict other) {
    return one.category() != other.category() || !one.disposition().equals(other.disposition());
  }

  /// The names of what carries the verdict, for a line of a log.
  public String carriers() {
    return carriedBy.stream()
        .map(scored -> scored.finding().symbol().name())
        .collect(Collectors.joining(", "));
  }
}
