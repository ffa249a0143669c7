package org.postern.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DnsResolverTest {

  private ZoneServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        ZoneServer.of(
            "# a comment",
            "example.org A 192.0.2.1",
            "example.org AAAA 2001:db8::1",
            "example.org MX 10 mx.example.org.",
            "example.org NS ns.example.org.",
            "example.org TXT \"v=spf1 \" \"-all \\228\"",
            "nomail.example MX 0 .",
            "www.example.org CNAME example.org.",
            "gone.example.org CNAME nowhere.example.org.",
            "loop.example.org CNAME loop.example.org.",
            "1.2.0.192.in-addr.arpa PTR mx.example.org.",
            "dead.example SERVFAIL",
            "refused.example REFUSED",
            "slow.example TIMEOUT",
            "liar.example LIE",
            "liar.example A 192.0.2.3",
            "garbage.example GARBAGE",
            "long.example TRUNCATE",
            "long.example A 192.0.2.2",
            "safe.example AUTHENTIC",
            "safe.example A 192.0.2.4",
            "b\\\\s.example A 192.0.2.5");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void finds_records_of_every_type() {
    assertThat(found("example.org", RecordType.A)).containsExactly(address("192.0.2.1"));
    assertThat(found("EXAMPLE.org.", RecordType.AAAA)).containsExactly(address("2001:db8::1"));
    assertThat(found("example.org", RecordType.MX))
        .containsExactly(new DnsRecord.Mx(10, "mx.example.org"));
    assertThat(found("nomail.example", RecordType.MX)).containsExactly(new DnsRecord.Mx(0, "."));
    assertThat(found("example.org", RecordType.NS))
        .containsExactly(new DnsRecord.Host("ns.example.org"));
    assertThat(found("www.example.org", RecordType.CNAME))
        .containsExactly(new DnsRecord.Host("example.org"));
    String reverse = DnsName.reverse(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(found(reverse, RecordType.PTR))
        .containsExactly(new DnsRecord.Host("mx.example.org"));
  }

  @Test
  void joins_the_strings_of_a_text_and_keeps_its_octets() {
    DnsRecord record = found("example.org", RecordType.TXT).getFirst();
    assertThat(record).isEqualTo(new DnsRecord.Txt(List.of("v=spf1 ", "-all \u00e4")));
    assertThat(((DnsRecord.Txt) record).text()).isEqualTo("v=spf1 -all \u00e4");
    assertThat(((DnsRecord.Txt) record).octets()).endsWith((byte) 0xe4);
  }

  @Test
  void follows_aliases() {
    assertThat(found("www.example.org", RecordType.A)).containsExactly(address("192.0.2.1"));
    assertThat(ask("gone.example.org", RecordType.A)).isEqualTo(new Answer.NoDomain());
    assertThat(ask("loop.example.org", RecordType.A))
        .isEqualTo(new Answer.Failed(Answer.Why.MALFORMED));
  }

  @Test
  void says_whether_the_name_or_the_record_is_missing() {
    assertThat(ask("www.example.org", RecordType.PTR)).isEqualTo(new Answer.Empty());
    assertThat(ask("no.example.org", RecordType.A)).isEqualTo(new Answer.NoDomain());
  }

  @ParameterizedTest
  @CsvSource({
    "dead.example, SERVFAIL",
    "refused.example, REFUSED",
    "slow.example, TIMEOUT",
    "liar.example, TIMEOUT",
    "garbage.example, TIMEOUT"
  })
  void says_why_there_is_no_answer(String name, Answer.Why why) {
    assertThat(ask(name, RecordType.A)).isEqualTo(new Answer.Failed(why));
    assertThat(server.datagrams()).as("two rounds").isEqualTo(2);
  }

  @Test
  void asks_by_tcp_where_an_answer_was_truncated() {
    assertThat(found("long.example", RecordType.A)).containsExactly(address("192.0.2.2"));
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void believes_in_dnssec_only_where_the_server_is_said_to_check_it() {
    assertThat(ask("safe.example", RecordType.A))
        .isInstanceOfSatisfying(
            Answer.Found.class, found -> assertThat(found.authentic()).isFalse());
    DnsResolver validating = resolver(true, server.address());
    assertThat(validating.lookup("safe.example", RecordType.A))
        .isInstanceOfSatisfying(
            Answer.Found.class, found -> assertThat(found.authentic()).isTrue());
    assertThat(validating.lookup("example.org", RecordType.A))
        .isInstanceOfSatisfying(
            Answer.Found.class, found -> assertThat(found.authentic()).isFalse());
  }

  @Test
  void asks_once_for_what_it_was_told_before_negative_answers_included() {
    DnsResolver resolver = resolver(false, server.address());
    for (int i = 0; i < 3; i++) {
      assertThat(resolver.lookup("example.org", RecordType.A)).isInstanceOf(Answer.Found.class);
      assertThat(resolver.lookup("Example.ORG.", RecordType.A)).isInstanceOf(Answer.Found.class);
      assertThat(resolver.lookup("no.example", RecordType.A)).isInstanceOf(Answer.NoDomain.class);
    }
    assertThat(server.datagrams()).isEqualTo(2);
  }

  @Test
  void equal_questions_at_the_same_time_go_out_once() throws Exception {
    DnsResolver resolver = resolver(false, server.address());
    List<Future<Answer>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        answers.add(callers.submit(() -> resolver.lookup("slow.example", RecordType.A)));
      }
    }
    for (Future<Answer> answer : answers) {
      assertThat(answer.get()).isEqualTo(new Answer.Failed(Answer.Why.TIMEOUT));
    }
    assertThat(server.datagrams()).as("two rounds").isEqualTo(2);
  }

  @Test
  void waits_no_longer_than_the_caller_wants() {
    DnsResolver patient =
        new DnsResolver(
            new DnsSettings(
                List.of(server.address()),
                Duration.ofHours(1),
                1,
                10,
                Duration.ofHours(1),
                Duration.ofHours(1),
                false));
    Answer answer = patient.lookup("slow.example", RecordType.A, Duration.ofMillis(50));
    assertThat(answer).isEqualTo(new Answer.Failed(Answer.Why.TIMEOUT));
    assertThat(server.datagrams()).as("asked once, and an hour to go").isLessThanOrEqualTo(1);
  }

  @Test
  void asks_the_next_server_where_one_is_down_or_broken() throws IOException {
    InetSocketAddress closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }
    try (ZoneServer broken = ZoneServer.of("example.org SERVFAIL")) {
      DnsResolver resolver = resolver(false, closed, broken.address(), server.address());
      assertThat(resolver.lookup("example.org", RecordType.A)).isInstanceOf(Answer.Found.class);
      assertThat(broken.datagrams()).isEqualTo(1);
    }
    assertThat(resolver(false, closed).lookup("example.org", RecordType.A))
        .isInstanceOf(Answer.Failed.class);
  }

  @Test
  void a_backslash_in_a_name_is_a_backslash() {
    assertThat(found("b\\s.example", RecordType.A)).containsExactly(address("192.0.2.5"));
    assertThat(ask("example\\.org", RecordType.A)).isEqualTo(new Answer.NoDomain());
  }

  @Test
  void what_is_no_name_is_not_asked_for() {
    String label = "a".repeat(64);
    for (String name : List.of("", ".", "a..b", ".a", "\0.org", "\u00e4.org", label + ".org")) {
      assertThat(ask(name, RecordType.A)).as(name).isEqualTo(new Answer.NoDomain());
    }
    assertThat(server.datagrams()).isZero();
  }

  @Test
  void a_zone_can_be_a_file(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("zone"), "example.net A 192.0.2.9\n\n# end\n");
    try (ZoneServer other = ZoneServer.of(file)) {
      assertThat(resolver(false, other.address()).lookup("example.net", RecordType.A))
          .isInstanceOf(Answer.Found.class);
    }
  }

  @Test
  void a_message_has_a_budget() {
    Resolver budgeted = new Budgeted(resolver(false, server.address()), 2, Duration.ofMillis(250));
    assertThat(budgeted.lookup("example.org", RecordType.A)).isInstanceOf(Answer.Found.class);
    assertThat(budgeted.lookup("slow.example", RecordType.A)).isInstanceOf(Answer.Failed.class);
    assertThat(budgeted.lookup("example.org", RecordType.A))
        .isEqualTo(new Answer.Failed(Answer.Why.BUDGET));
  }

  private List<DnsRecord> found(String name, RecordType type) {
    return switch (ask(name, type)) {
      case Answer.Found found -> found.records();
      case Answer other -> throw new AssertionError(other.toString());
    };
  }

  private Answer ask(String name, RecordType type) {
    return resolver(false, server.address()).lookup(name, type);
  }

  private static DnsResolver resolver(boolean validating, InetSocketAddress... servers) {
    return new DnsResolver(
        new DnsSettings(
            List.of(servers),
            Duration.ofMillis(300),
            2,
            1000,
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            validating));
  }

  private static DnsRecord address(String text) {
    return new DnsRecord.Address(InetAddress.ofLiteral(text));
  }
}
