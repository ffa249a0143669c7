package org.postern.engine.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.engine.StoredReport;
import org.postern.engine.verdict.Verdict.Step;

class KindTest {

  private static final Policy POLICY = Policy.STANDARD;
  private static final Symbol NEWSLETTER =
      Symbol.kind("NEWSLETTER", Group.CONTENT, 0, Category.INFOMAIL, Stage.ACTIVE, "a test");
  private static final Symbol BULK =
      Symbol.kind("BULK", Group.CONTENT, 0, Category.BULK, Stage.ACTIVE, "a test");
  private static final Symbol LURE =
      Symbol.kind("LURE", Group.SENDER, 2.5, Category.PHISHING, Stage.ACTIVE, "a test");
  private static final Symbol SPAMMY =
      Symbol.scored("SPAMMY", Group.CONTENT, 10, Stage.ACTIVE, "a test");
  private static final Symbol VIRUS =
      Symbol.certain("VIRUS", Group.VIRUS, Category.CONFIRMED_VIRUS, Stage.ACTIVE, "a test");

  private static Report report(Finding... findings) {
    return new Report(
        List.of(new CheckOutcome.Done("all", Arrays.asList(findings), Duration.ZERO)));
  }

  private static Finding points(double points) {
    return SPAMMY.found(points / 10, List.of());
  }

  @Test
  void what_is_no_spam_is_called_by_its_kind() {
    Verdict verdict = POLICY.judge(report(NEWSLETTER.found(), points(4.9)));
    assertThat(verdict.category()).isEqualTo(Category.INFOMAIL);
    assertThat(verdict.decidedBy()).isEqualTo(Step.KIND);
    assertThat(verdict.disposition()).isEqualTo(new Disposition.Deliver());
    assertThat(POLICY.judge(report(NEWSLETTER.found(), BULK.found())).category())
        .isEqualTo(Category.BULK);
  }

  @Test
  void who_is_less_than_half_sure_of_the_kind_does_not_name_it() {
    Verdict verdict = POLICY.judge(report(NEWSLETTER.found(0.4, List.of())));
    assertThat(verdict.category()).isEqualTo(Category.CLEAN);
    assertThat(verdict.decidedBy()).isEqualTo(Step.SCORE);
  }

  @Test
  void spam_in_the_form_of_a_newsletter_is_spam() {
    Verdict verdict = POLICY.judge(report(NEWSLETTER.found(), points(5)));
    assertThat(verdict.category()).isEqualTo(Category.SUSPECTED_SPAM);
    assertThat(verdict.decidedBy()).isEqualTo(Step.SCORE);
  }

  @Test
  void spam_that_impersonates_is_phishing_and_impersonation_alone_is_not_spam() {
    assertThat(POLICY.judge(report(LURE.found(), points(2.5))).category())
        .isEqualTo(Category.PHISHING);
    assertThat(POLICY.judge(report(LURE.found(), points(9))).category())
        .isEqualTo(Category.PHISHING);
    assertThat(POLICY.judge(report(LURE.found(0.5, List.of()), points(9))).category())
        .isEqualTo(Category.CONFIRMED_SPAM);
    assertThat(POLICY.judge(report(LURE.found())).category()).isEqualTo(Category.CLEAN);
  }

  @Test
  void a_symbol_names_no_kind_that_needs_certainty() {
    assertThatThrownBy(() ->
            Symbol.kind("X_Y", Group.TEST, 1, Category.CONFIRMED_VIRUS, Stage.ACTIVE, "a test"))
        .hasMessageContaining("expected [INFOMAIL, BULK, PHISHING]");
  }

  @Test
  void a_kept_report_is_judged_as_it_was() throws Exception {
    Report report = report(LURE.found(), NEWSLETTER.found(), points(3));
    Report kept = StoredReport.decode(StoredReport.encode(report), Map.of());
    assertThat(POLICY.judge(kept).category()).isEqualTo(Category.PHISHING);
  }

  @Test
  void exactly_one_step_decides_and_none_before_it_had_something_to_say() {
    Random random = new Random(7);
    List<Finding> all = List.of(NEWSLETTER.found(), BULK.found(), LURE.found(), VIRUS.found());
    for (int i = 0; i < 2_000; i++) {
      List<Finding> some = new ArrayList<>();
      all.stream().filter(_ -> random.nextInt(3) == 0).forEach(some::add);
      some.add(points(random.nextDouble(10)));
      List<CheckOutcome> outcomes = new ArrayList<>();
      outcomes.add(new CheckOutcome.Done("all", some, Duration.ZERO));
      if (random.nextInt(4) == 0) {
        outcomes.add(new CheckOutcome.TimedOut("slow", Duration.ofSeconds(2)));
      }
      Explanation explanation = Explanation.of(new Report(outcomes), POLICY);
      List<Considered> order = explanation.order();
      assertThat(order).filteredOn(Considered::decided).hasSize(1);
      assertThat(order)
          .extracting(Considered::step)
          .containsExactly(
              "virus",
              "forbidden content",
              "other rules",
              "unanswered checks",
              "lists of senders",
              "score",
              "kind");
      int decided = order.indexOf(order.stream().filter(Considered::decided).findFirst().get());
      assertThat(order.subList(0, Math.min(decided, 4)))
          .allSatisfy(step -> assertThat(step.said()).isEqualTo("nothing"));
    }
  }
}
