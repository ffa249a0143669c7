package org.postern.gateway.admit.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsName;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

class HostNamesTest {

  private final FakeZone zone =
      new FakeZone()
          .ptr("192.0.2.1", "Mail.Example.org")
          .address("mail.example.org", "192.0.2.1")
          .ptr("2001:db8::1", "six.example.org")
          .address("six.example.org", "2001:db8::1")
          .ptr("192.0.2.2", "bank.example")
          .address("bank.example", "192.0.2.99")
          .ptr("192.0.2.3", "gone.example")
          .ptr("192.0.2.5", "broken.example")
          .fails("broken.example", RecordType.A, Answer.Why.SERVFAIL)
          .fails(
              DnsName.reverse(Visits.client("192.0.2.6").address().getAddress()),
              RecordType.PTR,
              Answer.Why.NO_RESOLVER)
          .ptr("192.0.2.7", "evil\\013\\010x.example")
          .address("evil\\013\\010x.example", "192.0.2.7");
  private final HostNames test = new HostNames(zone, Duration.ofSeconds(5));

  @ParameterizedTest
  @CsvSource({"192.0.2.1, mail.example.org", "2001:db8::1, six.example.org"})
  void a_name_that_leads_back_is_the_name_of_the_client(String ip, String name) {
    Visit visit = test.open(Visits.client(ip));
    await().until(() -> visit.hostName().isPresent());
    assertThat(visit.hostName()).contains(name);
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isEmpty();
    assertThat(visit.learnt()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.2, leads back",
    "192.0.2.3, leads back",
    "192.0.2.4, no name",
    "192.0.2.7, leads back"
  })
  void refuses_where_the_domain_wants_it_and_no_name_leads_back(String ip, String why) {
    Visit visit = test.open(Visits.client(ip));
    Refused refused = Visits.rcpt(visit, Visits.from("a@b.example")).orElseThrow();
    assertThat(refused.code()).isEqualTo(550);
    assertThat(refused.status()).isEqualTo("5.7.25");
    assertThat(refused.text()).contains(ip).contains(why).doesNotContain("bank");
    assertThat(visit.rcpt(Visits.from("a@b.example"), Visits.RECIPIENT, Visits.PATIENT)).isEmpty();
    assertThat(visit.learnt()).hasSize(1);
    assertThat(visit.hostName()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.5", "192.0.2.6", "127.0.0.1"})
  void says_nothing_where_the_dns_says_nothing_and_of_our_own_machine(String ip) {
    Visit visit = test.open(Visits.client(ip));
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isEmpty();
    assertThat(visit.learnt()).isEmpty();
  }

  @Test
  void thousands_of_names_cost_five_questions() {
    for (int i = 0; i < 3000; i++) {
      zone.ptr("192.0.2.8", "h" + i + ".example");
    }
    Visit visit = test.open(Visits.client("192.0.2.8"));
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isEmpty();
    assertThat(zone.asked()).isLessThanOrEqualTo(HostNames.QUESTIONS);
  }

  // One wait of 200 ms; one for each recipient would be more than a minute.
  @Test
  @Timeout(60)
  void the_name_is_not_waited_for_but_the_answer_is_and_only_so_long() {
    CountDownLatch released = new CountDownLatch(1);
    Resolver slow =
        (name, type, atMost) -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return zone.lookup(name, type, atMost);
        };
    Visit visit = new HostNames(slow, Duration.ofMillis(200)).open(Visits.client("192.0.2.4"));
    assertThat(visit.hostName()).isEmpty();
    for (int i = 0; i < 400; i++) {
      assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isEmpty();
      assertThat(visit.learnt()).isEmpty();
    }
    released.countDown();
    await().untilAsserted(() -> assertThat(visit.learnt()).hasSize(1));
  }

  @Test
  void records_of_another_kind_are_passed_over() {
    zone.add(
        DnsName.reverse(Visits.client("192.0.2.9").address().getAddress()),
        RecordType.PTR,
        new DnsRecord.Txt(java.util.List.of("x")));
    Visit visit = test.open(Visits.client("192.0.2.9"));
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isPresent();
  }
}
