package org.postern.gateway.admit.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

class DnsListsTest {

  private final FakeZone zone = new FakeZone();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-02T10:00:00Z"));

  private DnsLists lists(List<String> block, List<String> allow) {
    return lists(zone, block, allow);
  }

  private DnsLists lists(Resolver resolver, List<String> block, List<String> allow) {
    DnsLists.Settings settings =
        new DnsLists.Settings(parsed(block), parsed(allow), 2, Duration.ofSeconds(5));
    DnsLists lists = new DnsLists(resolver, settings, now::get);
    Stream.of("a.example", "b.example", "w.example")
        .forEach(name -> zone.address("2.0.0.127." + name, "127.0.0.2"));
    lists.test();
    return lists;
  }

  private static List<DnsList> parsed(List<String> lists) {
    return lists.stream().map(list -> DnsList.parse(list).orElseThrow()).toList();
  }

  private static Optional<Refused> rcpt(DnsLists lists, String ip) {
    return Visits.rcpt(lists.open(Visits.client(ip)), Visits.from("a@b.example"));
  }

  @Test
  void weights_that_reach_the_threshold_refuse() {
    zone.address("1.2.0.192.a.example", "127.0.0.4").address("1.2.0.192.b.example", "127.0.0.2");
    DnsLists lists = lists(List.of("a.example=127.0.0.[2..11]*1.5", "b.example"), List.of());

    Visit visit = lists.open(Visits.client("192.0.2.1"));
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example")))
        .contains(
            new Refused(
                GateTest.DNSBL, 550, "5.7.1", "Your address 192.0.2.1 is listed by a.example"));
    assertThat(visit.learnt())
        .containsExactly(
            new Observation(
                GateTest.DNSBL, 1, List.of("a.example 127.0.0.4", "b.example 127.0.0.2")));
    assertThat(rcpt(lists, "192.0.2.2")).isEmpty();
  }

  @Test
  void weights_below_it_are_evidence() {
    zone.address("1.2.0.192.b.example", "127.0.0.2");
    Visit visit = lists(List.of("b.example*0.5"), List.of()).open(Visits.client("192.0.2.1"));
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isEmpty();
    assertThat(visit.learnt())
        .containsExactly(new Observation(GateTest.DNSBL, 0.25, List.of("b.example 127.0.0.2")));
  }

  @Test
  void lists_that_vouch_are_weighed_against_the_others() {
    zone.address("1.2.0.192.a.example", "127.0.0.2").address("1.2.0.192.w.example", "127.0.5.3");
    DnsLists lists = lists(List.of("a.example*2"), List.of("w.example=127.0.[0..255].[1..3]"));
    Visit visit = lists.open(Visits.client("192.0.2.1"));
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isEmpty();
    assertThat(visit.learnt())
        .extracting(Observation::test, Observation::strength)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(GateTest.DNSBL, 1.0),
            org.assertj.core.groups.Tuple.tuple(GateTest.DNSWL, 0.5));
  }

  @Test
  void one_zone_is_asked_once_and_may_mean_several_things() {
    zone.address("1.2.0.192.a.example", "127.0.0.2").address("1.2.0.192.a.example", "127.0.0.10");
    DnsLists lists = lists(List.of("a.example*1", "a.example=127.0.0.[10;11]*1"), List.of());
    int before = zone.asked();
    Visit visit = lists.open(Visits.client("192.0.2.1"));
    assertThat(visit.learnt().getFirst().strength()).isEqualTo(1);
    assertThat(zone.asked() - before).isEqualTo(1);
  }

  @Test
  void addresses_of_ipv6_are_asked_for_in_nibbles() {
    zone.address(
        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.a.example", "127.0.0.2");
    assertThat(rcpt(lists(List.of("a.example*2"), List.of()), "2001:db8::1")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.3", "127.0.1.2", "203.0.113.5", "10.0.0.2", "0.0.0.0"})
  void an_answer_that_is_not_documented_is_none(String answer) {
    zone.address("1.2.0.192.a.example", answer);
    Visit visit = lists(List.of("a.example*2"), List.of()).open(Visits.client("192.0.2.1"));
    assertThat(Visits.rcpt(visit, Visits.from("a@b.example"))).isEmpty();
    assertThat(visit.learnt()).isEmpty();
  }

  @Test
  void an_error_code_switches_the_list_off_until_its_next_test() {
    zone.address("1.2.0.192.a.example", "127.0.0.2")
        .address("9.2.0.192.a.example", "127.255.255.254");
    DnsLists lists = lists(List.of("a.example=127.[0..255].[0..255].[0..255]*2"), List.of());
    assertThat(rcpt(lists, "192.0.2.1")).isPresent();
    assertThat(rcpt(lists, "192.0.2.9")).as("never listed by an error code").isEmpty();
    assertThat(rcpt(lists, "192.0.2.1")).as("off").isEmpty();

    lists.test();
    assertThat(rcpt(lists, "192.0.2.1")).as("too early for a test").isEmpty();
    now.updateAndGet(before -> before.plus(Duration.ofHours(1)));
    lists.test();
    assertThat(rcpt(lists, "192.0.2.1")).isPresent();
  }

  // RFC 5782 section 5
  @Test
  void a_list_that_fails_its_test_is_off_until_it_passes() {
    zone.address("1.2.0.192.a.example", "127.0.0.2").address("1.0.0.127.a.example", "127.0.0.2");
    DnsLists lists = lists(List.of("a.example*2"), List.of());
    assertThat(rcpt(lists, "192.0.2.1")).as("it lists the world").isEmpty();

    zone.remove("1.0.0.127.a.example", RecordType.A);
    zone.remove("2.0.0.127.a.example", RecordType.A);
    now.updateAndGet(before -> before.plus(Duration.ofHours(1)));
    lists.test();
    assertThat(rcpt(lists, "192.0.2.1")).as("it lists nobody").isEmpty();

    zone.address("2.0.0.127.a.example", "127.0.0.2");
    now.updateAndGet(before -> before.plus(Duration.ofHours(1)));
    lists.test();
    assertThat(rcpt(lists, "192.0.2.1")).isPresent();
  }

  @Test
  void a_list_that_could_not_be_tested_is_tested_as_soon_as_the_dns_answers() {
    zone.address("1.2.0.192.a.example", "127.0.0.2");
    zone.fails("1.0.0.127.a.example", RecordType.A, Answer.Why.NO_RESOLVER);
    DnsLists lists = lists(List.of("a.example*2"), List.of());
    assertThat(rcpt(lists, "192.0.2.1")).isEmpty();
    zone.remove("1.0.0.127.a.example", RecordType.A);
    lists.test();
    assertThat(rcpt(lists, "192.0.2.1")).isPresent();
  }

  @Test
  void what_the_list_says_of_the_reason_is_quoted_without_harm() {
    zone.address("1.2.0.192.a.example", "127.0.0.2")
        .txt(
            "1.2.0.192.a.example", "see https://a.example/?ip=192.0.2.1\r\n250 ok", "\u00e4\u001b");
    assertThat(rcpt(lists(List.of("a.example*2"), List.of()), "192.0.2.1").orElseThrow().text())
        .endsWith("a.example (see https://a.example/?ip=192.0.2.1??250 ok??)");
  }

  @Test
  void a_list_that_does_not_answer_in_time_does_not_count() {
    zone.address("1.2.0.192.a.example", "127.0.0.2");
    zone.fails("1.2.0.192.b.example", RecordType.A, Answer.Why.TIMEOUT);
    assertThat(rcpt(lists(List.of("a.example*2", "b.example*2"), List.of()), "192.0.2.1"))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "zen.example.org, zen.example.org=127.0.0.2*1.0",
    "Zen.Example.org.=127.0.0.[2..4;9]*3, zen.example.org=127.0.0.[2..4;9]*3.0",
    "a.example=127.[0;1].0.[0..255]*0.5, a.example=127.[0;1].0.[0..255]*0.5"
  })
  void is_written_with_codes_and_a_weight(String text, String shown) {
    assertThat(DnsList.parse(text)).get().hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*3",
        "a.example=",
        "a.example=192.0.2.1",
        "a.example=127.0.0",
        "a.example=127.0.0.2.3",
        "a.example=127.0.0.[5..2]",
        "a.example=127.0.0.[2..256]",
        "a.example=127.0.0.[]",
        "a.example=127.0.0.[2;]",
        "a.example*0",
        "a.example*-1",
        "a.example*.",
        "a..example",
        "a b.example"
      })
  void is_refused_when_written_otherwise(String text) {
    assertThat(DnsList.parse(text)).isEmpty();
  }

  @Test
  void there_are_not_too_many_of_them() {
    List<DnsList> many =
        Stream.generate(() -> DnsList.parse("a.example").orElseThrow()).limit(41).toList();
    assertThatThrownBy(() -> new DnsLists.Settings(many, List.of(), 1, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
