package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.postern.gateway.admit.Clients.DOMAIN;
import static org.postern.gateway.admit.Clients.client;
import static org.postern.gateway.admit.Clients.mail;
import static org.postern.gateway.admit.Clients.to;
import static org.postern.gateway.admit.Clients.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.store.MemoryCounters;
import org.postern.gateway.store.MovedClock;
import org.postern.mail.smtp.Hello;

class ReputationTest {

  private final MovedClock clock = new MovedClock();
  private final Reputation reputation =
      new Reputation(MemoryCounters.of(Reputation.KINDS, clock, new Random(1)));

  private void judged(int times, String ip, Verdict verdict) {
    for (int i = 0; i < times; i++) {
      reputation.judged(
          mail(ip, "mail.b.example", "a@b.example", "x@example.org"), List.of(verdict));
    }
  }

  private double strength(String ip, String helo) {
    Visit visit = reputation.open(client(ip));
    assertThat(visit.hello(new Hello(helo, true))).isEmpty();
    List<Observation> learnt = visit.learnt(Optional.empty());
    assertThat(learnt).allMatch(one -> one.test() == GateTest.REPUTATION);
    return learnt.stream().mapToDouble(Observation::strength).findFirst().orElse(0);
  }

  private static final Verdict SPAM = verdict(Category.CONFIRMED_SPAM, 12);
  private static final Verdict HAM = verdict(Category.CLEAN, 0);

  @Test
  void nothing_is_said_of_strangers_and_of_those_hardly_seen() {
    assertThat(strength("192.0.2.1", "x")).isZero();
    judged(4, "192.0.2.1", SPAM);
    assertThat(strength("192.0.2.1", "mail.b.example")).isZero();
  }

  @Test
  void spam_speaks_against_a_network_the_more_the_more_was_seen() {
    judged(10, "192.0.2.1", SPAM);
    double some = strength("192.0.2.200", "other");
    judged(90, "192.0.2.1", SPAM);
    double much = strength("192.0.2.200", "other");
    assertThat(some).isBetween(0.2, 0.6);
    assertThat(much).isBetween(0.9, 1.0);
    judged(100_000, "192.0.2.1", SPAM);
    assertThat(strength("192.0.2.200", "other")).isEqualTo(1);
  }

  @Test
  void a_good_name_helps_less_than_a_bad_one_harms() {
    judged(10_000, "192.0.2.1", HAM);
    assertThat(strength("192.0.2.1", "mail.b.example")).isEqualTo(-0.5);
  }

  @Test
  void a_mixed_sender_stands_between() {
    judged(50, "192.0.2.1", HAM);
    judged(50, "192.0.2.1", SPAM);
    assertThat(strength("192.0.2.1", "mail.b.example")).isEqualTo(0, within(0.06));
  }

  @Test
  void a_name_in_helo_counts_only_where_it_comes_from() {
    judged(1_000, "192.0.2.1", HAM);
    assertThat(strength("198.51.100.1", "mail.b.example")).isZero();
    double stranger = strength("192.0.77.1", "stranger.example");
    double known = strength("192.0.77.1", "MAIL.b.example");
    assertThat(known).isLessThanOrEqualTo(stranger).isEqualTo(-0.5);
  }

  @Test
  void unknown_recipients_speak_against_a_network() {
    Visit visit = reputation.open(client("192.0.2.1"));
    for (int i = 0; i < 200; i++) {
      visit.unknown(to("u@example.org"), DOMAIN);
    }
    assertThat(strength("192.0.2.2", "x")).isGreaterThan(0.5);
    assertThat(reputation.open(client("192.0.2.2")).learnt(Optional.empty()))
        .singleElement()
        .satisfies(one ->
            assertThat(one.evidence().getFirst())
                .isEqualTo("192.0.2.0/24: 0 spam, 0 clean, 200 unknown recipients"));
  }

  @Test
  void it_fades() {
    judged(100, "192.0.2.1", SPAM);
    clock.pass(Duration.ofDays(100));
    assertThat(strength("192.0.2.1", "mail.b.example")).isZero();
  }

  @Test
  void what_it_decided_itself_teaches_nothing() {
    Verdict byItself =
        new Verdict(
            Category.SUSPECTED_SPAM,
            6,
            new Disposition.Hold(),
            Verdict.Step.SCORE,
            List.of(new Verdict.Scored(GateTest.REPUTATION.symbol().found(), 4)));
    Verdict clearedByItself =
        new Verdict(
            Category.CLEAN,
            4,
            new Disposition.Deliver(),
            Verdict.Step.SCORE,
            List.of(new Verdict.Scored(GateTest.REPUTATION.symbol().found(-0.5, List.of()), -2)));
    judged(100, "192.0.2.1", byItself);
    judged(100, "192.0.2.1", clearedByItself);
    assertThat(strength("192.0.2.1", "mail.b.example")).isZero();
  }

  @Test
  void what_was_deferred_or_seen_by_nobody_teaches_nothing() {
    judged(
        100,
        "192.0.2.1",
        new Verdict(
            Category.CLEAN, 0, new Disposition.Deliver(), Verdict.Step.BLINDNESS, List.of()));
    judged(
        100,
        "192.0.2.1",
        new Verdict(Category.CLEAN, 0, new Disposition.Defer(), Verdict.Step.SCORE, List.of()));
    judged(100, "192.0.2.1", verdict(Category.FORBIDDEN_CONTENT, 0));
    assertThat(strength("192.0.2.1", "mail.b.example")).isZero();
  }

  @Test
  void the_worst_verdict_of_a_message_counts_once() {
    for (int i = 0; i < 100; i++) {
      reputation.judged(
          mail("192.0.2.1", "m", "a@b.example", "x@example.org", "y@example.org"),
          List.of(HAM, SPAM));
    }
    assertThat(strength("192.0.2.1", "m")).isGreaterThan(0.9);
  }
}
