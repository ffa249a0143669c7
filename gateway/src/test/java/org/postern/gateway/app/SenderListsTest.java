package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.json.JsonObject;
import org.postern.mail.dns.ZoneServer;

/// Allow and block lists over SMTP, with a name server. Every message is suspected spam here, so
/// that only what a list lets through is delivered.
class SenderListsTest {

  private static final String REST =
      "To: <me@a.example>\r\nSubject: x\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n"
          + "Message-ID: <1@list.example>\r\n\r\n";
  private static final String HELLO = "Hello\r\n";

  @TempDir Path data;
  private FakeUpstream upstream;
  private ZoneServer zone;
  private final List<List<String>> domains = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
    zone =
        ZoneServer.of(
            "partner.example TXT \"v=spf1 ip4:127.0.0.1 -all\"",
            "partner.example MX 10 mx.partner.example.",
            "mx.partner.example A 127.0.0.1",
            "xn--bcher-kva.example TXT \"v=spf1 ip4:127.0.0.1 -all\"",
            "xn--bcher-kva.example MX 10 mx.partner.example.",
            "liar.example TXT \"v=spf1 +all\"",
            "liar.example MX 10 mx.partner.example.");
    domain("a.example", "a");
    domain("b.example", "b");
  }

  private void domain(String name, String tenant, String... more) {
    List<String> words = RealGateway.domain(name, upstream, "suspect-at=-90", "confirm-at=90");
    words.addAll(List.of("--tenant", tenant));
    words.addAll(List.of(more));
    domains.add(words);
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
    zone.close();
  }

  private void list(String words) {
    List<String> all = new ArrayList<>(List.of("list"));
    all.addAll(List.of(words.split(" ")));
    RealGateway.command(data, all);
  }

  private RealGateway gateway() throws IOException {
    return RealGateway.start(data, domains, zone.address());
  }

  private static String send(
      RealGateway gateway, String mailFrom, String header, String body, String... to)
      throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      assertThat(talk.ask("MAIL FROM:<" + mailFrom + ">")).startsWith("250");
      for (String recipient : to) {
        String reply = talk.ask("RCPT TO:<" + recipient + ">");
        if (!reply.startsWith("250")) {
          return "RCPT " + reply;
        }
      }
      talk.ask("DATA");
      talk.send(header + REST + body + ".\r\n");
      return talk.reply();
    }
  }

  private static String honest(RealGateway gateway, String address, String... to)
      throws IOException {
    return send(gateway, address, "From: <" + address + ">\r\n", HELLO, to);
  }

  private List<JsonObject> rows(RealGateway gateway, String column) {
    return gateway
        .command("log", "--json")
        .lines()
        .map(SenderListsTest::parsed)
        .filter(row -> row.toString().contains(column))
        .toList();
  }

  private static JsonObject parsed(String line) {
    try {
      return JsonObject.parse(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  // --- allow

  @Test
  void a_verified_sender_who_is_allowed_is_delivered_and_the_entry_is_told() throws IOException {
    list("add allow partner.example --tenant a --note ours");
    try (RealGateway gateway = gateway()) {
      String ref = RealGateway.ref(honest(gateway, "Boss@Partner.example", "me@a.example"));
      assertThat(upstream.await(1).getFirst().text()).contains("SENDER_ALLOWED");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(gateway.command("explain", ref))
                  .contains(
                      "me@a.example: CLEAN, deliver, by allow partner.example for tenant a (entry",
                      "decided by an entry of a list: allow partner.example",
                      "without the entry of the list: SUSPECTED_SPAM, hold"));
      assertThat(gateway.command("explain", ref, "--json"))
          .contains(
              "\"decided_by\":\"list\"",
              "\"carried_by\":[\"SENDER_ALLOWED\"]",
              "\"list_entry\":\"allow partner.example for tenant a (entry");
    }
  }

  @Test
  void who_writes_the_name_of_an_allowed_sender_is_not_allowed() throws IOException {
    list("add allow partner.example --tenant a");
    list("add allow boss@partner.example --recipient me@a.example --tenant a");
    list("add allow .partner.example --domain a.example --tenant a --envelope");
    try (RealGateway gateway = gateway()) {
      String forged = "From: <boss@partner.example>\r\n";
      assertThat(send(gateway, "x@liar.example", forged, HELLO, "me@a.example")).startsWith("250");
      assertThat(
              send(gateway, "x@liar.example", "From: <y@liar.example>\r\n", HELLO, "me@a.example"))
          .startsWith("250");
      gateway.held(2);
      assertThat(upstream.received()).isEmpty();
    }
  }

  @Test
  void an_unsafe_entry_allows_whoever_writes_the_name_but_not_an_unclear_author()
      throws IOException {
    list("add allow partner.example --tenant a --unsafe");
    try (RealGateway gateway = gateway()) {
      String forged = "From: <boss@partner.example>\r\n";
      send(gateway, "x@liar.example", forged, HELLO, "me@a.example");
      upstream.await(1);
      send(gateway, "x@liar.example", forged + forged, HELLO, "me@a.example");
      send(
          gateway,
          "x@liar.example",
          "From: <boss@partner.example>, <z@liar.example>\r\n",
          HELLO,
          "me@a.example");
      gateway.held(2);
      assertThat(upstream.received()).hasSize(1);
    }
  }

  @Test
  void an_allowed_sender_writes_its_domain_as_it_likes() throws IOException {
    list("add allow BÜCHER.example --tenant a");
    try (RealGateway gateway = gateway()) {
      honest(gateway, "info@XN--BCHER-KVA.Example", "me@a.example");
      assertThat(upstream.await(1)).hasSize(1);
    }
  }

  @Test
  void a_virus_of_an_allowed_sender_is_held_and_certain_spam_refused() throws IOException {
    list("add allow partner.example --tenant a");
    String eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
    String gtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
    try (RealGateway gateway = gateway()) {
      String from = "From: <boss@partner.example>\r\n";
      String reply = send(gateway, "boss@partner.example", from, eicar + "\r\n", "me@a.example");
      assertThat(reply).startsWith("250");
      gateway.held(1);
      assertThat(gateway.command("quarantine", "list")).contains("CONFIRMED_VIRUS");
      assertThat(send(gateway, "boss@partner.example", from, gtube + "\r\n", "me@a.example"))
          .startsWith("550");
      assertThat(upstream.received()).isEmpty();
    }
  }

  @Test
  void the_lists_of_one_tenant_are_nothing_to_another_in_the_same_transaction() throws IOException {
    list("add allow partner.example --tenant a");
    list("add block liar.example --tenant b");
    try (RealGateway gateway = gateway()) {
      assertThat(honest(gateway, "boss@partner.example", "me@a.example", "me@b.example"))
          .startsWith("250");
      gateway.held(1);
      assertThat(upstream.await(1).getFirst().rcpts())
          .singleElement()
          .asString()
          .contains("<me@a.example>");
      assertThat(gateway.command("quarantine", "list")).contains("\"rcpt\":\"me@b.example\"");
      assertThat(honest(gateway, "x@liar.example", "me@a.example")).startsWith("250");
      assertThat(honest(gateway, "x@liar.example", "me@b.example")).startsWith("RCPT 550 5.7.1");
    }
  }

  // --- block

  @Test
  void a_blocked_envelope_sender_is_refused_at_rcpt_but_reaches_the_postmaster()
      throws IOException {
    list("add block liar.example --tenant a");
    try (RealGateway gateway = gateway()) {
      assertThat(honest(gateway, "x@Liar.example", "me@a.example"))
          .startsWith("RCPT 550 5.7.1 The recipient does not take mail of this sender (ref ");
      assertThat(honest(gateway, "x@liar.example", "postmaster@a.example")).startsWith("250");
      gateway.held(1);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> rows(gateway, "\"symbol\":\"SENDER_BLOCKED\"").size() == 1);
      assertThat(rows(gateway, "SENDER_BLOCKED").getFirst().toString())
          .contains("\"stage\":\"rcpt\"", "\"rcpt\":\"me@a.example\"");
    }
  }

  @Test
  void a_blocked_author_is_refused_at_the_dot_where_all_agree_and_held_where_not()
      throws IOException {
    domain("c.example", "a", "--set", "on-suspected-spam=deliver");
    list("add block news@liar.example --tenant a --domain a.example");
    list("add block news@liar.example --tenant a --recipient me@c.example");
    try (RealGateway gateway = gateway()) {
      String from = "From: News <news@liar.example>\r\n";
      String reply = send(gateway, "bounce@liar.example", from, HELLO, "me@a.example");
      assertThat(reply).startsWith("550 5.7.1 The recipient does not take mail of this sender");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> rows(gateway, "\"symbol\":\"SENDER_BLOCKED\"").size() == 1);
      assertThat(gateway.command("explain", RealGateway.ref(reply)))
          .contains("decided by an entry of a list: block news@liar.example for a.example");
      assertThat(send(gateway, "bounce@liar.example", from, HELLO, "me@c.example", "you@c.example"))
          .startsWith("250");
      assertThat(upstream.await(1).getFirst().rcpts())
          .singleElement()
          .asString()
          .contains("<you@c.example>");
      gateway.held(1);
    }
  }

  @Test
  void with_a_reply_for_each_only_who_blocks_refuses() throws IOException {
    domain("c.example", "a", "--set", "on-suspected-spam=deliver");
    list("add block news@liar.example --tenant a --recipient me@c.example");
    try (RealGateway gateway = gateway();
        RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<bounce@liar.example> PRDR");
      talk.ask("RCPT TO:<me@c.example>");
      talk.ask("RCPT TO:<you@c.example>");
      talk.ask("DATA");
      talk.send("From: <news@liar.example>\r\n" + REST + HELLO + ".\r\n");
      assertThat(talk.reply()).startsWith("353");
      assertThat(talk.reply()).startsWith("550 5.7.1 The recipient does not take mail");
      assertThat(talk.reply()).startsWith("250");
      assertThat(talk.reply()).startsWith("250");
      assertThat(upstream.await(1).getFirst().rcpts())
          .singleElement()
          .asString()
          .contains("<you@c.example>");
    }
  }

  @Test
  void what_a_recipient_allows_is_not_shut_out_by_the_tenant() throws IOException {
    list("add block partner.example --tenant a");
    list("add allow boss@partner.example --tenant a --recipient me@a.example");
    try (RealGateway gateway = gateway()) {
      assertThat(honest(gateway, "boss@partner.example", "me@a.example")).startsWith("250");
      assertThat(upstream.await(1)).hasSize(1);
      assertThat(honest(gateway, "boss@partner.example", "you@a.example"))
          .startsWith("RCPT 550 5.7.1");
      assertThat(honest(gateway, "other@partner.example", "me@a.example")).startsWith("550 5.7.1");
    }
  }

  @Test
  void in_proxy_mode_lists_hold_too() throws IOException {
    domain("p.example", "a", "--mode", "proxy");
    list("add block news@liar.example --tenant a");
    list("add allow partner.example --tenant a");
    try (RealGateway gateway = gateway()) {
      String from = "From: <news@liar.example>\r\n";
      assertThat(send(gateway, "bounce@liar.example", from, HELLO, "me@p.example"))
          .startsWith("550 5.7.1 The recipient does not take mail");
      assertThat(honest(gateway, "boss@partner.example", "me@p.example")).startsWith("250");
      assertThat(upstream.received()).hasSize(1);
    }
  }

  @Test
  void a_change_of_the_lists_holds_within_a_second_or_two() throws IOException {
    try (RealGateway gateway = gateway()) {
      assertThat(honest(gateway, "x@liar.example", "me@a.example")).startsWith("250");
      list("add block liar.example --tenant a");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> honest(gateway, "x@liar.example", "me@a.example").startsWith("RCPT 550"));
      list("remove liar.example --tenant a");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> honest(gateway, "x@liar.example", "me@a.example").startsWith("250"));
    }
  }
}
