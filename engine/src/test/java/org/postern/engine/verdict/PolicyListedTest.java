package org.postern.engine.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Verdict.Step;

/// What lists of senders may and may not do to a verdict.
class PolicyListedTest {

  private static final Policy POLICY = Policy.STANDARD;
  private static final Listed ALLOW = new Listed(Listed.Kind.ALLOW, "allow b.example (entry 1)");
  private static final Listed BLOCK = new Listed(Listed.Kind.BLOCK, "block b.example (entry 2)");

  private static Verdict of(Category category, Step step) {
    return new Verdict(category, 7, POLICY.action(category), step, List.of());
  }

  @Test
  void an_allowed_sender_stands_against_what_the_score_says_of_spam() {
    for (Category category :
        EnumSet.of(
            Category.INFOMAIL,
            Category.BULK,
            Category.SUSPECTED_SPAM,
            Category.CONFIRMED_SPAM,
            Category.PHISHING)) {
      Verdict listed = POLICY.listed(of(category, Step.SCORE), ALLOW);
      assertThat(listed.category()).as(category.name()).isEqualTo(Category.CLEAN);
      assertThat(listed.disposition()).isEqualTo(new Disposition.Deliver());
      assertThat(listed.decidedBy()).isEqualTo(Step.LIST);
      assertThat(listed.score()).isEqualTo(7);
      assertThat(listed.because().getFirst().finding().evidence())
          .containsExactly("allow b.example (entry 1)");
    }
  }

  @Test
  void an_allowed_sender_never_stands_against_danger() {
    for (Category category : EnumSet.range(Category.FORBIDDEN_CONTENT, Category.CONFIRMED_VIRUS)) {
      for (Step step : Step.values()) {
        Verdict verdict = of(category, step);
        assertThat(POLICY.listed(verdict, ALLOW)).isEqualTo(verdict);
      }
    }
  }

  @Test
  void an_allowed_sender_never_stands_against_a_rule_but_those_about_mass_mail() {
    for (Category category : Category.values()) {
      Verdict verdict = of(category, Step.RULE);
      boolean mass = category.compareTo(Category.BULK) <= 0;
      assertThat(POLICY.listed(verdict, ALLOW).equals(verdict)).isEqualTo(!mass);
    }
  }

  @Test
  void an_allowed_sender_is_not_delivered_unexamined() {
    Verdict blind = of(Category.CLEAN, Step.BLINDNESS);
    assertThat(POLICY.listed(blind, ALLOW)).isEqualTo(blind);
  }

  @Test
  void a_blocked_sender_is_refused_examined_or_not() {
    for (Step step : EnumSet.of(Step.SCORE, Step.BLINDNESS)) {
      Verdict listed = POLICY.listed(of(Category.CLEAN, step), BLOCK);
      assertThat(listed.category()).isEqualTo(Category.CONFIRMED_SPAM);
      assertThat(listed.disposition()).isEqualTo(new Disposition.Reject());
      assertThat(listed.decidedBy()).isEqualTo(Step.LIST);
    }
    assertThat(POLICY.listed(of(Category.INFOMAIL, Step.RULE), BLOCK).disposition())
        .isEqualTo(new Disposition.Reject());
  }

  @Test
  void a_virus_of_a_blocked_sender_is_called_a_virus() {
    Verdict virus = of(Category.CONFIRMED_VIRUS, Step.RULE);
    assertThat(POLICY.listed(virus, BLOCK)).isEqualTo(virus);
  }

  @Test
  void a_blocked_sender_is_held_where_spam_is_and_never_delivered() {
    assertThat(blocked(new Disposition.Hold())).isEqualTo(new Disposition.Hold());
    assertThat(blocked(new Disposition.Discard())).isEqualTo(new Disposition.Discard());
    assertThat(blocked(new Disposition.Mark("[spam]"))).isEqualTo(new Disposition.Reject());
    assertThat(blocked(new Disposition.Deliver())).isEqualTo(new Disposition.Reject());
  }

  private static Disposition blocked(Disposition ofSpam) {
    Policy policy =
        new Policy(
            5, 10, Map.of(Category.CONFIRMED_SPAM, ofSpam), new Disposition.Defer(), Set.of());
    Symbol odd = Symbol.scored("ODD_TEST", Group.TEST, 1, Stage.ACTIVE, "a test");
    Report report =
        new Report(List.of(new CheckOutcome.Done("all", List.of(odd.found()), Duration.ZERO)));
    assertThat(policy.refusesBlocked())
        .isEqualTo(
            policy.listed(policy.judge(report), BLOCK).disposition() instanceof Disposition.Reject);
    return policy.listed(policy.judge(report), BLOCK).disposition();
  }

  @Test
  void the_symbols_of_lists_weigh_nothing() {
    assertThat(Listed.symbols())
        .allMatch(symbol -> symbol.points() == 0 && symbol.decides().equals(Optional.empty()));
  }
}
