package org.postern.engine.verdict;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.engine.verdict.Verdict.Scored;
import org.postern.engine.verdict.Verdict.Step;

/// One step on the way to a verdict: danger first, then what is forbidden, the other rules, checks
/// that did not answer, the lists of user, administrator and operator, the score, and last the kind
/// of what is no spam. The first that has something to say decides; those behind it are told all
/// the same.
///
/// @param step its name
/// @param said what it had to say
/// @param decided whether it decided; true for one step of each verdict
public record Considered(String step, String said, boolean decided) {

  private static final Set<Category> VIRUS =
      EnumSet.of(Category.SUSPECTED_VIRUS, Category.CONFIRMED_VIRUS);
  private static final Set<Category> CONTENT = EnumSet.of(Category.FORBIDDEN_CONTENT);
  private static final String NOTHING = "nothing";

  /// All steps to a verdict, in their order.
  static List<Considered> all(Verdict verdict, Report report, Policy policy) {
    List<Considered> all = new ArrayList<>();
    Set<Category> others = EnumSet.complementOf(EnumSet.copyOf(VIRUS));
    others.removeAll(CONTENT);
    all.add(rule("virus", verdict, VIRUS));
    all.add(rule("forbidden content", verdict, CONTENT));
    all.add(rule("other rules", verdict, others));
    all.add(
        new Considered(
            "unanswered checks",
            named(report.blind().stream().map(CheckOutcome::check).toList()),
            verdict.decidedBy() == Step.BLINDNESS));
    boolean listed = verdict.decidedBy() == Step.LIST;
    all.add(
        new Considered(
            "lists of senders",
            listed
                ? String.join(", ", verdict.because().getFirst().finding().evidence())
                : "no entry that decides",
            listed));
    all.add(new Considered("score", score(verdict, policy), verdict.decidedBy() == Step.SCORE));
    all.add(new Considered("kind", kinds(verdict), verdict.decidedBy() == Step.KIND));
    return List.copyOf(all);
  }

  private static Considered rule(String step, Verdict verdict, Set<Category> of) {
    List<String> symbols =
        verdict.because().stream()
            .map(scored -> scored.finding().symbol())
            .filter(symbol -> symbol.decides().filter(of::contains).isPresent())
            .map(Symbol::name)
            .distinct()
            .toList();
    boolean decided = verdict.decidedBy() == Step.RULE && of.contains(verdict.category());
    return new Considered(step, named(symbols), decided);
  }

  private static String score(Verdict verdict, Policy policy) {
    double reached =
        verdict.score() >= policy.confirmAt() ? policy.confirmAt() : policy.suspectAt();
    return String.format(
        Locale.ROOT,
        "%.2f, %s %.2f",
        verdict.score(),
        verdict.score() >= reached ? "at least" : "below",
        reached);
  }

  private static String kinds(Verdict verdict) {
    return named(
        verdict.because().stream()
            .map(Scored::finding)
            .flatMap(finding ->
                finding.symbol().kind().stream()
                    .map(kind -> kind + " by " + finding.symbol().name()))
            .distinct()
            .toList());
  }

  private static String named(List<String> names) {
    return names.isEmpty() ? NOTHING : names.stream().collect(Collectors.joining(", "));
  }
}
