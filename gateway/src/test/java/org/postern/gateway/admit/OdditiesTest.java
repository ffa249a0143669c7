package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.admit.Clients.client;
import static org.postern.gateway.admit.Clients.refusingOn;
import static org.postern.gateway.admit.Clients.to;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.engine.verdict.GateTest;
import org.postern.mail.smtp.Oddity;
import org.postern.mail.smtp.Oddity.Kind;

class OdditiesTest {

  private final Visit visit = new Oddities(Duration.ofSeconds(3)).open(client("192.0.2.1"));

  private Optional<Refused> rcpt(GateTest... refuseOn) {
    return visit.rcpt(Clients.from("a@b.example"), to("x@example.org"), refusingOn(refuseOn));
  }

  @Test
  void the_greeting_waits_as_long_as_is_configured() {
    assertThat(visit.quiet()).hasSeconds(3);
    assertThat(new Oddities(Duration.ZERO).open(client("192.0.2.1")).quiet()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "TALKED_EARLY, EARLY_TALKER",
    "PIPELINED_TOO_SOON, PIPELINING",
    "BARE_LINE_FEED, BARE_LINE_FEED"
  })
  void manners_are_evidence_and_refused_at_rcpt_where_the_domain_wants_it(
      Kind kind, GateTest test) {
    assertThat(visit.noticed(new Oddity(kind, "EHLO x"))).isEmpty();
    assertThat(rcpt()).isEmpty();
    assertThat(rcpt(test))
        .hasValueSatisfying(refused -> {
          assertThat(refused.test()).isEqualTo(test);
          assertThat(refused.code()).isEqualTo(550);
        });
    assertThat(visit.learnt())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.test()).isEqualTo(test);
          assertThat(one.evidence()).containsExactly("EHLO x");
        });
  }

  @Test
  void the_switch_of_one_test_does_not_hide_another() {
    var _ = visit.noticed(new Oddity(Kind.TALKED_EARLY, "x"));
    var _ = visit.noticed(new Oddity(Kind.BARE_LINE_FEED, "y"));
    assertThat(rcpt(GateTest.BARE_LINE_FEED)).map(Refused::test).contains(GateTest.BARE_LINE_FEED);
    assertThat(visit.learnt()).hasSize(2);
  }

  @Test
  void another_protocol_ends_the_session_at_once() {
    assertThat(visit.noticed(new Oddity(Kind.NOT_SMTP, "GET / HTTP/1.1")))
        .contains(new Refused(GateTest.NOT_SMTP, 521, "5.5.0", "This is a mail server"));
  }

  @Test
  void nothing_is_said_of_a_client_with_manners() {
    assertThat(rcpt(GateTest.values())).isEmpty();
    assertThat(visit.learnt()).isEmpty();
  }
}
