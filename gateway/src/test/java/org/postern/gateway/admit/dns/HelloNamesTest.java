package org.postern.gateway.admit.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;

class HelloNamesTest {

  private final FakeZone zone =
      new FakeZone()
          .address("mail.example", "192.0.2.1")
          .address("six.example", "2001:db8::1")
          .address("other.example", "192.0.2.77")
          .fails("dead.example", RecordType.A, Answer.Why.NO_RESOLVER);
  private final HelloNames test = new HelloNames(zone, "mx.example.org", Duration.ofSeconds(5));

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, mail.example",
    "192.0.2.1, MAIL.example.",
    "192.0.2.1, [192.0.2.1]",
    "2001:db8::1, [IPv6:2001:DB8:0::1]",
    "2001:db8::1, six.example",
    "192.0.2.1, dead.example",
    "127.0.0.1, mx.example.org",
    "198.51.100.25, mx.example.org"
  })
  void a_name_of_the_client_is_nothing_to_talk_about(String ip, String helo) {
    Visit visit = Visits.helo(test, ip, helo);
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isEmpty();
    assertThat(visit.learnt()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mx.example.org, is our own name",
    "MX.Example.ORG., is our own name",
    "[198.51.100.25], is our own address",
    "192.0.2.1, is an address without brackets",
    "2001:db8::1, is an address without brackets",
    "[192.0.2.2], is the address of another",
    "[192.0.2.1/32], can be no name of a host",
    "[], can be no name of a host",
    "a b.example, can be no name of a host",
    "-x.example, can be no name of a host",
    "a..example, can be no name of a host",
    "localhost, is a name without a domain"
  })
  void a_name_that_is_none_of_the_client_is_ground_to_refuse(String helo, String why) {
    Visit visit = Visits.helo(test, "192.0.2.1", helo);
    Refused refused = Visits.rcpt(visit, Visits.from("a@b.example")).orElseThrow();
    assertThat(refused)
        .isEqualTo(new Refused(GateTest.HELO, 550, "5.7.1", "The name in HELO " + why));
    assertThat(visit.learnt().getFirst().strength()).isBetween(0.5, 1.0);
    assertThat(zone.asked()).as("no question").isZero();
  }

  // RFC 5321 section 4.1.4
  @ParameterizedTest
  @CsvSource({
    "other.example, leads to another address",
    "six.example, leads to another address",
    "no.example, does not exist"
  })
  void what_the_dns_says_of_it_is_evidence_only(String helo, String why) {
    Visit visit = Visits.helo(test, "192.0.2.1", helo);
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isEmpty();
    assertThat(visit.learnt()).hasSize(1);
    assertThat(visit.learnt().getFirst().evidence()).containsExactly(helo + " " + why);
  }

  @Test
  void after_starttls_only_the_new_name_counts() {
    Visit visit = Visits.helo(test, "192.0.2.1", "localhost");
    visit.encrypted();
    assertThat(visit.learnt()).isEmpty();
  }

  @Test
  void evidence_is_printable_and_short() {
    Visit visit = Visits.helo(test, "192.0.2.1", "\u001b[31m\"\\" + "x".repeat(900));
    assertThat(visit.learnt().getFirst().evidence().getFirst())
        .startsWith("?[31m??xxx")
        .hasSizeLessThan(200);
  }
}
