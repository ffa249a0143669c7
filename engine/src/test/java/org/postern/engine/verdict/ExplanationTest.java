package org.postern.engine.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Explanation.Change;
import org.postern.engine.verdict.Verdict.Step;

class ExplanationTest {

  private static final Policy POLICY = Policy.STANDARD;

  private static Symbol worth(String name, double points) {
    return Symbol.scored(name, Group.TEST, points, Stage.ACTIVE, "a test");
  }

  private static final Symbol CERTAIN =
      Symbol.certain("CERTAIN", Group.TEST, Category.CONFIRMED_VIRUS, Stage.ACTIVE, "a test");

  private static Report report(Finding... findings) {
    return new Report(
        List.of(new CheckOutcome.Done("all", Arrays.asList(findings), Duration.ZERO)));
  }

  private static List<String> carriers(Explanation explanation) {
    return explanation.carriedBy().stream()
        .map(scored -> scored.finding().symbol().name())
        .toList();
  }

  @Test
  void the_fewest_findings_that_hold_against_what_speaks_for_the_message_carry_it() {
    Report report =
        report(
            worth("SMALL", 1).found(),
            worth("BIG", 5).found(),
            worth("GOOD", -2).found(),
            worth("MIDDLE", 3).found());
    Explanation explanation = Explanation.of(report, POLICY);
    assertThat(explanation.verdict().category()).isEqualTo(Category.SUSPECTED_SPAM);
    assertThat(carriers(explanation)).containsExactly("BIG", "MIDDLE");
  }

  private static Symbol feigned(String name, double points) {
    return Symbol.kind(name, Group.SENDER, points, Category.PHISHING, Stage.PRELIMINARY, "a test");
  }

  @Test
  void impersonation_is_carried_by_what_makes_it_that() {
    Report report =
        report(
            worth("ONE", 4).found(),
            worth("TWO", 4).found(),
            worth("THREE", 4).found(),
            feigned("FEIGNED", 2.6).found());
    Explanation explanation = Explanation.of(report, POLICY);
    assertThat(explanation.verdict().category()).isEqualTo(Category.PHISHING);
    assertThat(carriers(explanation)).hasSize(2).contains("FEIGNED");
  }

  @Test
  void one_that_is_enough_alone_is_named_alone() {
    Report report =
        report(
            worth("ONE", 4).found(),
            worth("TWO", 4).found(),
            worth("THREE", 4).found(),
            feigned("FEIGNED", 2.6).found());
    assertThat(Explanation.of(report, POLICY).changes().getFirst().text())
        .isEqualTo("without FEIGNED: CONFIRMED_SPAM, reject");
  }

  @Test
  void nothing_is_left_out_that_can_stay() {
    Report report =
        report(
            worth("ONE", 6).found(), feigned("FEIGNED", 5.5).found(), feigned("SAME", 5.5).found());
    assertThat(Explanation.of(report, POLICY).changes().getFirst().text())
        .isEqualTo("without FEIGNED, SAME: SUSPECTED_SPAM, hold");
  }

  @Test
  void more_points_that_change_nothing_are_no_change() {
    Explanation explanation = Explanation.of(report(feigned("FEIGNED", 6).found()), POLICY);
    assertThat(explanation.verdict().category()).isEqualTo(Category.PHISHING);
    assertThat(explanation.changes()).hasSize(1).allMatch(Explanation.Without.class::isInstance);
  }

  @Test
  void what_a_cap_takes_from_many_it_leaves_to_few() {
    Policy capped = POLICY.with(Weights.of(java.util.Map.of(), java.util.Map.of(Group.TEST, 6.0)));
    Report report =
        report(worth("ONE", 5).found(), worth("TWO", 5).found(), worth("THREE", 5).found());
    assertThat(carriers(Explanation.of(report, capped))).hasSize(1);
  }

  @Test
  void without_what_it_names_the_verdict_is_another() {
    Report report = report(worth("SMALL", 1).found(), worth("BIG", 4.5).found());
    Explanation explanation = Explanation.of(report, POLICY);
    assertThat(carriers(explanation)).containsExactly("BIG", "SMALL");
    Change change = explanation.changes().getFirst();
    assertThat(change).isInstanceOf(Explanation.Without.class);
    assertThat(change.text()).isEqualTo("without BIG: CLEAN, deliver");
    assertThat(POLICY.judge(report(worth("SMALL", 1).found())).category())
        .isEqualTo(change.outcome().category());
  }

  @Test
  void a_rule_is_explained_by_the_symbol_that_decides() {
    Report report = report(CERTAIN.found("here"), worth("BIG", 6).found());
    Explanation explanation = Explanation.of(report, POLICY);
    assertThat(explanation.verdict().decidedBy()).isEqualTo(Step.RULE);
    assertThat(carriers(explanation)).containsExactly("CERTAIN");
    assertThat(explanation.changes().getFirst().text())
        .isEqualTo("without CERTAIN: SUSPECTED_SPAM, hold");
  }

  @Test
  void blindness_is_explained_by_the_checks_that_did_not_answer() {
    Report report = new Report(List.of(new CheckOutcome.TimedOut("slow", Duration.ofSeconds(1))));
    Explanation explanation = Explanation.of(report, POLICY);
    assertThat(explanation.verdict().decidedBy()).isEqualTo(Step.BLINDNESS);
    assertThat(explanation.blind()).hasSize(1);
    assertThat(explanation.changes().getFirst().text())
        .isEqualTo("had slow found nothing: CLEAN, deliver");
  }

  @Test
  void a_clean_message_is_told_how_far_it_is_from_suspicion() {
    Report report = report(worth("SMALL", 1).found());
    Explanation explanation = Explanation.of(report, POLICY);
    assertThat(explanation.changes()).hasSize(1);
    assertThat(explanation.changes().getFirst().text())
        .isEqualTo("with 4.00 more points: SUSPECTED_SPAM, hold");
  }

  @Test
  void every_change_of_random_reports_flips_the_verdict_when_it_is_applied() {
    Random random = new Random(4711);
    for (int round = 0; round < 500; round++) {
      List<Finding> findings = new ArrayList<>();
      for (int i = 0; i < random.nextInt(7); i++) {
        findings.add(worth("SYM_" + i, Math.round(random.nextDouble(-3, 6) * 10) / 10.0).found());
      }
      if (random.nextInt(5) == 0) {
        findings.add(CERTAIN.found());
      }
      Report report = report(findings.toArray(Finding[]::new));
      Explanation explanation = Explanation.of(report, POLICY);
      for (Change change : explanation.changes()) {
        Verdict applied = POLICY.judge(applied(change, findings));
        assertThat(applied.category()).isEqualTo(change.outcome().category());
        assertThat(applied.category()).isNotEqualTo(explanation.verdict().category());
      }
      if (explanation.verdict().category() != Category.CLEAN) {
        assertThat(explanation.changes()).isNotEmpty();
        double carried = explanation.carriedBy().stream().mapToDouble(Verdict.Scored::points).sum();
        double against = findings.stream().mapToDouble(f -> Math.min(0, f.points())).sum();
        assertThat(
                carried + against >= POLICY.suspectAt()
                    || explanation.verdict().decidedBy() == Step.RULE)
            .isTrue();
      }
    }
  }

  @Test
  void an_entry_of_a_list_carries_the_verdict_and_says_what_would_be_without_it() {
    Report report = report(worth("BIG", 6).found());
    Explanation explanation =
        Explanation.of(report, POLICY, new Listed(Listed.Kind.ALLOW, "allow b.example"));
    assertThat(explanation.verdict().category()).isEqualTo(Category.CLEAN);
    assertThat(carriers(explanation)).containsExactly("SENDER_ALLOWED");
    assertThat(explanation.changes())
        .extracting(Change::text)
        .containsExactly("without the entry of the list: SUSPECTED_SPAM, hold");
  }

  @Test
  void an_entry_that_cannot_decide_is_not_made_responsible() {
    Report report = report(CERTAIN.found());
    Explanation explanation =
        Explanation.of(report, POLICY, new Listed(Listed.Kind.ALLOW, "allow b.example"));
    assertThat(explanation).isEqualTo(Explanation.of(report, POLICY));
  }

  private static Report applied(Change change, List<Finding> findings) {
    List<Finding> changed = new ArrayList<>(findings);
    switch (change) {
      case Explanation.Without without ->
          changed.removeIf(finding -> without.symbols().contains(finding.symbol().name()));
      case Explanation.WithMore more -> changed.add(worth("MORE", more.points()).found());
      case Explanation.Unlisted _ -> throw new AssertionError("there was no list");
      case Explanation.Answered _ -> throw new AssertionError("nothing was blind");
    }
    return report(changed.toArray(Finding[]::new));
  }
}
