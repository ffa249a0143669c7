package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.admit.Clients.client;
import static org.postern.gateway.admit.Clients.mail;
import static org.postern.gateway.admit.Clients.verdict;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.store.MemoryCounters;
import org.postern.gateway.store.MovedClock;

class GreylistTest {

  private static final Set<GateTest> ALL = EnumSet.allOf(GateTest.class);
  private static final Symbol ODD =
      Symbol.scored("ODD_TEST", Group.CONTENT, 3, Stage.PRELIMINARY, "three points");
  private static final Report CLEAN = report();
  private static final Report SUSPECT = report(ODD.found("x"));

  private final MovedClock clock = new MovedClock();
  private final Greylist greylist =
      new Greylist(
          new Greylist.Settings(3, Duration.ofMinutes(1)),
          MemoryCounters.of(Greylist.KINDS, clock, new Random(1)),
          clock);

  private static Report report(Finding... findings) {
    return new Report(
        List.of(new CheckOutcome.Done("test", List.of(findings), Duration.ofMillis(1))));
  }

  private static Case from(String ip, String sender) {
    return mail(ip, "mail.b.example", sender, "x@example.org");
  }

  private Optional<Refused> ask(Case mail, Report report) {
    return greylist.open(client("192.0.2.1")).message(mail, report, ALL);
  }

  @Test
  void a_suspect_of_whom_nothing_is_known_must_come_again() {
    Case mail = from("192.0.2.1", "a@b.example");
    assertThat(ask(mail, SUSPECT))
        .contains(
            new Refused(GateTest.GREYLIST, 451, "4.7.1", "Not known here yet, try again in 60 s"));
    clock.pass(Duration.ofSeconds(20));
    assertThat(ask(mail, SUSPECT))
        .map(Refused::text)
        .contains("Not known here yet, try again in 40 s");
    clock.pass(Duration.ofSeconds(40));
    assertThat(ask(mail, SUSPECT)).isEmpty();
  }

  @Test
  void ordinary_first_mail_is_never_delayed() {
    assertThat(ask(from("192.0.2.1", "a@b.example"), CLEAN)).isEmpty();
    assertThat(ask(from("192.0.2.1", "a@b.example"), report(ODD.found(0.9, List.of())))).isEmpty();
  }

  @Test
  void a_listed_address_or_one_without_a_name_is_suspect_whatever_the_score() {
    Symbol nameless = GateTest.REVERSE_DNS.symbol();
    Symbol listed = GateTest.DNSBL.symbol();
    Symbol welcome = GateTest.DNSWL.symbol();
    assertThat(ask(from("192.0.2.1", "a@b.example"), report(nameless.found()))).isPresent();
    assertThat(ask(from("192.0.2.1", "a@c.example"), report(listed.found(0.2, List.of()))))
        .isPresent();
    assertThat(ask(from("192.0.2.1", "a@d.example"), report(welcome.found()))).isEmpty();
  }

  @Test
  void another_address_of_the_network_may_come_again_but_not_another_sender() {
    assertThat(ask(from("192.0.2.1", "a@b.example"), SUSPECT)).isPresent();
    clock.pass(Duration.ofMinutes(2));
    assertThat(ask(from("192.0.2.200", "other@B.example"), SUSPECT)).isEmpty();
    assertThat(ask(from("192.0.2.200", "a@c.example"), SUSPECT)).isPresent();
    assertThat(ask(from("198.51.100.1", "a@b.example"), SUSPECT)).isPresent();
  }

  @Test
  void who_came_again_once_is_remembered_for_weeks() {
    ask(from("192.0.2.1", "a@b.example"), SUSPECT);
    clock.pass(Duration.ofMinutes(2));
    ask(from("192.0.2.1", "a@b.example"), SUSPECT);
    for (int i = 0; i < 4; i++) {
      clock.pass(Duration.ofDays(30));
      assertThat(ask(from("192.0.2.1", "a@b.example"), SUSPECT)).isEmpty();
    }
    clock.pass(Duration.ofDays(36));
    assertThat(ask(from("192.0.2.1", "a@b.example"), SUSPECT)).isPresent();
  }

  @Test
  void coming_again_after_more_than_a_day_is_coming_for_the_first_time() {
    ask(from("192.0.2.1", "a@b.example"), SUSPECT);
    clock.pass(Duration.ofHours(25));
    assertThat(ask(from("192.0.2.1", "a@b.example"), SUSPECT)).isPresent();
    clock.pass(Duration.ofHours(23));
    assertThat(ask(from("192.0.2.1", "a@b.example"), SUSPECT)).isEmpty();
  }

  @Test
  void who_sent_clean_mail_before_is_not_asked() {
    Case mail = from("192.0.2.1", "a@b.example");
    greylist.judged(mail, List.of(verdict(Category.CLEAN, 0), verdict(Category.BULK, 0)));
    clock.pass(Duration.ofDays(20));
    assertThat(ask(mail, SUSPECT)).isEmpty();
    greylist.judged(mail, List.of(verdict(Category.CONFIRMED_SPAM, 12)));
    assertThat(ask(mail, SUSPECT)).isPresent();
  }

  @Test
  void nothing_is_learnt_from_what_was_deferred_or_not_seen_or_doubtful() {
    Case mail = from("192.0.2.1", "a@b.example");
    greylist.judged(
        mail,
        List.of(
            new Verdict(
                Category.CLEAN, 0, new Disposition.Defer(), Verdict.Step.SCORE, List.of())));
    greylist.judged(
        mail,
        List.of(
            new Verdict(
                Category.CLEAN, 0, new Disposition.Deliver(), Verdict.Step.BLINDNESS, List.of())));
    greylist.judged(mail, List.of(verdict(Category.CLEAN, 0), verdict(Category.SUSPECTED_SPAM, 6)));
    assertThat(ask(mail, SUSPECT)).isPresent();
  }

  @Test
  void a_postmaster_among_the_recipients_does_not_bring_the_others_through() {
    Case both = mail("192.0.2.1", "m", "a@b.example", "abuse@example.org", "victim@example.org");
    assertThat(ask(both, SUSPECT)).isPresent();
    Case helpers =
        mail("192.0.2.1", "m", "a@b.example", "ABUSE@example.org", "postmaster@example.org");
    assertThat(ask(helpers, SUSPECT)).isEmpty();
  }

  @Test
  void postmaster_is_reached_and_so_are_domains_that_do_not_want_it() {
    Case postmaster = mail("192.0.2.1", "m", "a@b.example", "Postmaster@example.org");
    assertThat(ask(postmaster, SUSPECT)).isEmpty();
    Visit visit = greylist.open(client("192.0.2.1"));
    assertThat(visit.message(from("192.0.2.1", "a@b.example"), SUSPECT, Set.of())).isEmpty();
  }
}
