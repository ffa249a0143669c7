package org.postern.gateway.admit.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.mail.address.ReversePath;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;

class SenderDomainsTest {

  private final FakeZone zone =
      new FakeZone()
          .mx("good.example", 10, "mx.good.example")
          .address("mx.good.example", "192.0.2.1")
          .address("bare.example", "192.0.2.2")
          .address("six.example", "2001:db8::2")
          .address("xn--mller-kva.example", "192.0.2.3")
          .mx("nomail.example", 0, ".")
          .mx("odd.example", 0, ".")
          .mx("odd.example", 10, "mx.good.example")
          .mx("nowhere.example", 10, "gone.nowhere.example")
          .mx("nowhere.example", 20, "text.example")
          .txt("text.example", "no address")
          .mx("half.example", 10, "broken.example")
          .mx("half.example", 20, "gone.example")
          .mx("many.example", 1, "a.gone.example")
          .mx("many.example", 2, "b.gone.example")
          .mx("many.example", 3, "c.gone.example")
          .mx("many.example", 4, "d.gone.example")
          .mx("many.example", 5, "mx.good.example")
          .fails("broken.example", RecordType.MX, Answer.Why.SERVFAIL)
          .fails("broken.example", RecordType.A, Answer.Why.SERVFAIL)
          .fails("late.example", RecordType.MX, Answer.Why.TIMEOUT)
          .fails("lame.example", RecordType.MX, Answer.Why.REFUSED)
          .fails("ours.example", RecordType.MX, Answer.Why.NO_RESOLVER);
  private final SenderDomains test = new SenderDomains(zone, Duration.ofSeconds(5));

  @ParameterizedTest
  @CsvSource({
    "a@good.example",
    "a@bare.example",
    "a@six.example",
    "a@müller.example",
    "a@odd.example",
    "a@[192.0.2.9]",
    "a@half.example",
    "a@many.example",
    "a@late.example",
    "a@lame.example",
    "a@ours.example"
  })
  void lets_through_who_can_be_answered_and_of_whom_nothing_is_known(String sender) {
    Visit visit = test.open(Visits.client("192.0.2.9"));
    assertThat(Visits.rcpt(visit, Visits.from(sender))).isEmpty();
    assertThat(visit.learnt()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a@no.example, 550, 5.1.8, does not exist",
    "a@text.example, 550, 5.1.8, no host that takes mail",
    "a@nowhere.example, 550, 5.1.8, no host that takes mail",
    "a@nomail.example, 550, 5.7.27, null MX",
    "a@broken.example, 451, 4.1.8, does not work"
  })
  void refuses_who_cannot_be_answered(String sender, int code, String status, String text) {
    Visit visit = test.open(Visits.client("192.0.2.9"));
    Refused refused = Visits.rcpt(visit, Visits.from(sender)).orElseThrow();
    assertThat(refused.test()).isEqualTo(GateTest.SENDER_DOMAIN);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text()).contains(text);
    assertThat(visit.learnt()).hasSize(code == 550 ? 1 : 0);
  }

  @Test
  void a_domain_that_does_not_refuse_for_it_has_it_as_evidence() {
    Visit visit = test.open(Visits.client("192.0.2.9"));
    visit.mail(Visits.from("a@no.example"));
    assertThat(visit.rcpt(Visits.from("a@no.example"), Visits.RECIPIENT, Visits.PATIENT)).isEmpty();
    assertThat(visit.learnt())
        .containsExactly(
            new Observation(
                GateTest.SENDER_DOMAIN, 1, java.util.List.of("no.example does not exist")));
  }

  @Test
  void the_null_sender_is_asked_about_nothing_and_each_mail_anew() {
    Visit visit = test.open(Visits.client("192.0.2.9"));
    assertThat(Visits.rcpt(visit, Visits.from(ReversePath.NULL))).isEmpty();
    assertThat(zone.asked()).isZero();
    assertThat(Visits.rcpt(visit, Visits.from("a@no.example"))).isPresent();
    assertThat(Visits.rcpt(visit, Visits.from(ReversePath.NULL))).isEmpty();
    assertThat(visit.learnt()).isEmpty();
    assertThat(Visits.rcpt(visit, Visits.from("a@good.example"))).isEqualTo(Optional.empty());
  }

  @Test
  void hundreds_of_hosts_cost_ten_questions() {
    for (int i = 0; i < 300; i++) {
      zone.mx("greedy.example", i, "h" + i + ".greedy.example");
    }
    Visit visit = test.open(Visits.client("192.0.2.9"));
    assertThat(Visits.rcpt(visit, Visits.from("a@greedy.example"))).isEmpty();
    assertThat(zone.asked()).isLessThanOrEqualTo(SenderDomains.QUESTIONS);
  }
}
