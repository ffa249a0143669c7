package org.postern.mail.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.Path;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.Budgeted;
import org.postern.mail.dns.DnsResolver;
import org.postern.mail.dns.DnsSettings;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;
import org.postern.mail.dns.ZoneServer;

class SpfTest {

  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.7");
  private static final InetAddress CLIENT6 = InetAddress.ofLiteral("2001:db8::cb01");

  private final FakeZone zone = new FakeZone();

  @ParameterizedTest
  @CsvSource({
    "v=spf1 ip4:192.0.2.0/24 -all, PASS",
    "v=spf1 ip4:192.0.2.0/30 -all, FAIL",
    "v=spf1 IP4:192.0.2.7 ~ALL, PASS",
    "v=spf1 ip6:2001:db8::/32 ~all, SOFTFAIL",
    "v=spf1 ?all, NEUTRAL",
    "v=spf1, NEUTRAL",
    "v=spf1 a:host.example.org -all, PASS",
    "v=spf1 a:other.example.org/24 -all, PASS",
    "v=spf1 a:other.example.org -all, FAIL",
    "v=spf1 mx -all, PASS",
    "v=spf1 ptr:example.org -all, PASS",
    "v=spf1 exists:%{ir}.allow.%{d} -all, PASS",
    "v=spf1 exists:%{l1r-}.users.%{d} -all, PASS",
    "v=spf1 include:soft.example.org -all, FAIL",
    "v=spf1 redirect=soft.example.org, SOFTFAIL",
    "v=spf1 all redirect=soft.example.org, PASS",
    "v=spf1 unknown=value -all, FAIL",
    "v=spf10 -all, NONE",
    "nothing of it, NONE",
  })
  void judges_a_policy(String policy, SpfVerdict verdict) {
    fill();
    zone.txt("example.org", policy);
    assertThat(check().verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=spf1 all:x -all",
        "v=spf1 all/8",
        "v=spf1 ip4 -all",
        "v=spf1 ip4:1.2.3 -all",
        "v=spf1 ip4:1.2.3.4/33 -all",
        "v=spf1 ip4:1.2.3.4/08 -all",
        "v=spf1 ip4:01.2.3.4 -all",
        "v=spf1 ip6:1.2.3.4 -all",
        "v=spf1 ip6:::1/129 -all",
        "v=spf1 ip6:fe80::1%eth0 -all",
        "v=spf1 a: -all",
        "v=spf1 a:museum -all",
        "v=spf1 a:1.2.3.4 -all",
        "v=spf1 a/33 -all",
        "v=spf1 a//129 -all",
        "v=spf1 include -all",
        "v=spf1 exists:x.org/24 -all",
        "v=spf1 ptr/24 -all",
        "v=spf1 moo -all",
        "v=spf1 - -all",
        "v=spf1 a:%{x}.org -all",
        "v=spf1 a:%{d -all",
        "v=spf1 a:%{d0} -all",
        "v=spf1 a:%{c}.org -all",
        "v=spf1 x=%a -all",
        "v=spf1 redirect=a.org redirect=b.org",
        "v=spf1 exp=a.org exp=b.org",
        "v=spf1 exp= -all",
        "v=spf1 a:ex\u00e4mple.org -all",
        "v=spf1 -all\ta",
        "v=spf1 include:none.example.org",
        "v=spf1 redirect=none.example.org",
      })
  void a_policy_that_is_wrong_anywhere_is_a_permanent_error(String policy) {
    fill();
    zone.txt("example.org", policy);
    SpfResult result = check();
    assertThat(result.verdict()).isEqualTo(SpfVerdict.PERMERROR);
    assertThat(result.problem()).isNotEmpty();
  }

  @Test
  void names_the_term_that_matched_and_gives_the_explanation() {
    zone.txt("example.org", "v=spf1 -all exp=why.%{d}");
    zone.txt("why.example.org", "%{i} is not ", "ours, see https://example.org/%{S}?t=%{t}&r=%{r}");
    SpfResult result = check();
    assertThat(result.mechanism()).contains("-all");
    assertThat(result.domain()).isEqualTo("example.org");
    assertThat(result.explanation())
        .contains(
            "192.0.2.7 is not ours, see https://example.org/fred-x%40example.org?t=1000000"
                + "&r=mx.receiver.example");
  }

  @Test
  void an_explanation_that_is_not_plain_text_is_left_out() {
    zone.txt("example.org", "v=spf1 -all exp=why.example.org");
    zone.txt("why.example.org", "no\r\n250 ok");
    assertThat(check().explanation()).isEmpty();
  }

  @Test
  void more_than_ten_terms_that_ask_are_an_error_and_go_no_further() {
    zone.txt("example.org", "v=spf1 include:example.org -all");
    SpfResult result = check();
    assertThat(result.verdict()).isEqualTo(SpfVerdict.PERMERROR);
    assertThat(zone.asked()).isEqualTo(11);
  }

  @Test
  void a_third_lookup_of_nothing_is_an_error() {
    zone.txt("example.org", "v=spf1 a:1.no.example a:2.no.example ip4:192.0.2.7 -all");
    assertThat(check().verdict()).isEqualTo(SpfVerdict.PASS);
    zone.txt("net.example", "v=spf1 a:1.no.example a:2.no.example a:3.no.example ?all");
    assertThat(check("net.example", CLIENT).verdict()).isEqualTo(SpfVerdict.PERMERROR);
  }

  @Test
  void two_policies_are_an_error() {
    zone.txt("example.org", "v=spf1 -all").txt("example.org", "v=spf1 +all");
    assertThat(check().verdict()).isEqualTo(SpfVerdict.PERMERROR);
  }

  @Test
  void an_eleventh_exchanger_is_an_error_and_an_eleventh_client_name_passed_over() {
    zone.txt("example.org", "v=spf1 mx -all");
    zone.txt("net.example", "v=spf1 ptr -all");
    for (int i = 1; i <= 11; i++) {
      zone.mx("example.org", i, "mx" + i + ".example.org");
      zone.ptr("192.0.2.7", "h" + i + (i == 11 ? ".net.example" : ".example.org"));
    }
    zone.address("h11.net.example", "192.0.2.7");
    assertThat(check().verdict()).isEqualTo(SpfVerdict.PERMERROR);
    assertThat(check("net.example", CLIENT).verdict()).isEqualTo(SpfVerdict.FAIL);
  }

  @Test
  void a_dns_that_fails_or_a_used_up_budget_is_a_temporary_error() {
    zone.txt("example.org", "v=spf1 a:dead.example -all");
    zone.fails("dead.example", RecordType.A, Answer.Why.SERVFAIL);
    assertThat(check().verdict()).isEqualTo(SpfVerdict.TEMPERROR);
    zone.txt("net.example", "v=spf1 a:a.example mx:b.example -all");
    Spf one = new Spf(new Budgeted(zone, 1, Duration.ofSeconds(9)), "mx.receiver.example");
    SpfResult result = one.check(new SpfQuery(CLIENT, "fred", "net.example", "helo.example"));
    assertThat(result.verdict()).isEqualTo(SpfVerdict.TEMPERROR);
    assertThat(result.problem()).contains("BUDGET");
  }

  @Test
  void a_reverse_zone_that_never_answers_takes_nothing_but_its_share_of_the_time()
      throws IOException {
    String reverse = "7.2.0.192.in-addr.arpa";
    try (ZoneServer server =
        ZoneServer.of(
            reverse + " TIMEOUT",
            "ptr.example TXT \"v=spf1 ptr ~all\"",
            "macro.example TXT \"v=spf1 exists:%{p}.macro.example -all exp=why.%{p}.example\"",
            "late.example TXT \"v=spf1 ptr ip4:192.0.2.7 -all\"")) {
      assertThat(beside(server, "ptr.example")).isEqualTo(SpfVerdict.SOFTFAIL);
      assertThat(beside(server, "macro.example")).isEqualTo(SpfVerdict.FAIL);
      assertThat(beside(server, "late.example")).isEqualTo(SpfVerdict.PASS);
    }
  }

  @Test
  void names_of_a_client_that_cannot_be_looked_up_do_not_match() throws IOException {
    String reverse = "7.2.0.192.in-addr.arpa PTR ";
    try (ZoneServer server =
        ZoneServer.of(
            reverse + "broken.ptr.example.",
            reverse + "host.ptr.example.",
            reverse + "silent.ptr.example.",
            "broken.ptr.example SERVFAIL",
            "silent.ptr.example TIMEOUT",
            "host.ptr.example A 192.0.2.7",
            "ptr.example TXT \"v=spf1 ptr -all\"",
            "net.example TXT \"v=spf1 ptr -all\"")) {
      assertThat(beside(server, "ptr.example")).isEqualTo(SpfVerdict.PASS);
      assertThat(beside(server, "net.example")).isEqualTo(SpfVerdict.FAIL);
    }
  }

  /// The verdict where the whole question has half a second more than the names of the client.
  private static SpfVerdict beside(ZoneServer server, String domain) {
    Duration aside = Duration.ofMillis(300);
    Resolver servers = new DnsResolver(DnsSettings.of(List.of(server.address())));
    Resolver resolver = new Budgeted(servers, 20, aside.plusMillis(500));
    SpfLimits limits = new SpfLimits(10, 2, 10, aside);
    return new Spf(resolver, "mx.receiver.example", limits, InstantSource.system())
        .check(new SpfQuery(CLIENT, "fred", domain, "helo.example"))
        .verdict();
  }

  @Test
  void a_null_sender_is_the_postmaster_at_the_helo_name() {
    zone.txt("helo.example.org", "v=spf1 exists:%{l}.%{o} -all");
    zone.address("postmaster.helo.example.org", "127.0.0.2");
    SpfResult result = spf().mailFrom(CLIENT, new Path.Null(), "HELO.example.org");
    assertThat(result.verdict()).isEqualTo(SpfVerdict.PASS);
    assertThat(result.domain()).isEqualTo("helo.example.org");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "[192.0.2.7]", "a..example.org", "x\0.example.org", ""})
  void what_is_no_domain_has_no_policy_and_is_not_asked_for(String helo) {
    assertThat(spf().helo(CLIENT, helo).verdict()).isEqualTo(SpfVerdict.NONE);
    assertThat(zone.asked()).isZero();
  }

  @Test
  void ipv6_clients_are_found_by_their_own_records() {
    zone.txt("example.org", "v=spf1 a:six.example.org//32 exists:%{ir}.%{v}.example.org -all");
    zone.address("six.example.org", "2001:db8:1::1").address("six.example.org", "192.0.2.7");
    assertThat(check("example.org", CLIENT6).verdict()).isEqualTo(SpfVerdict.PASS);
    assertThat(Macros.readable(CLIENT6)).isEqualTo("2001:db8::cb01");
    assertThat(Macros.readable(InetAddress.ofLiteral("1:0:0:2:0:0:0:3"))).isEqualTo("1:0:0:2::3");
    assertThat(Macros.readable(InetAddress.ofLiteral("::"))).isEqualTo("::");
  }

  @Test
  void u_labels_are_asked_for_as_a_labels_and_such_a_local_part_matches_nothing() {
    zone.txt("xn--bcher-kva.example", "v=spf1 exists:%{l}.allow.example -all");
    Path sender = new Path.Mailbox(new EmailAddress("j\u00fcrgen", "b\u00fccher.example"));
    assertThat(spf().mailFrom(CLIENT, sender, "helo.example").verdict()).isEqualTo(SpfVerdict.FAIL);
  }

  private void fill() {
    zone.address("host.example.org", "192.0.2.7").address("other.example.org", "192.0.2.99");
    zone.mx("example.org", 10, "dead.example.org").mx("example.org", 20, "host.example.org");
    zone.ptr("192.0.2.7", "host.example.org");
    zone.address("7.2.0.192.allow.example.org", "127.0.0.2");
    zone.address("fred.users.example.org", "127.0.0.2");
    zone.txt("soft.example.org", "v=spf1 ~all");
  }

  private SpfResult check() {
    return check("example.org", CLIENT);
  }

  private SpfResult check(String domain, InetAddress client) {
    return spf().check(new SpfQuery(client, "fred-x", domain, "helo.example.org"));
  }

  private Spf spf() {
    return new Spf(
        zone,
        "mx.receiver.example",
        SpfLimits.STANDARD,
        InstantSource.fixed(Instant.ofEpochSecond(1_000_000)));
  }
}
