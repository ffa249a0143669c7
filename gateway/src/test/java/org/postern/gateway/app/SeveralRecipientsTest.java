package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;

/// One message, several recipients, and domains that do not want the same.
class SeveralRecipientsTest {

  private static final String GTUBE =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
  private static final String HEADER =
      "From: a@client.example\r\nTo: you@strict.example\r\nSubject: x\r\n"
          + "Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@client.example>\r\n\r\n";
  private static final String SPAM = HEADER + GTUBE + "\r\n.\r\n";
  private static final String CLEAN = HEADER + "See you at ten.\r\n.\r\n";

  @TempDir Path data;
  private FakeUpstream upstream;
  private FakeUpstream old;
  private RealGateway gateway;

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
    old = FakeUpstream.start();
    old.extensions("PIPELINING");
    String route = "127.0.0.1:" + upstream.port();
    gateway =
        RealGateway.start(
            data,
            List.of(
                List.of("strict.example", "--route", route),
                List.of("alike.example", "--route", route, "--tenant", "other"),
                List.of("holds.example", "--route", route, "--set", "on-confirmed-spam=hold"),
                List.of("asks.example", "--route", route, "--mode", "proxy"),
                List.of(
                    "keeps.example",
                    "--route",
                    route,
                    "--mode",
                    "proxy",
                    "--set",
                    "on-confirmed-spam=mark [spam]"),
                List.of(
                    "patient.example", "--route", route, "--mode", "proxy", "--set", "lifetime=3d"),
                List.of("old.example", "--route", "127.0.0.1:" + old.port())));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    upstream.close();
    old.close();
  }

  @Test
  void without_prdr_one_who_would_be_answered_differently_comes_in_another_transaction()
      throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example>");
      assertThat(talk.ask("RCPT TO:<one@strict.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<two@holds.example>")).startsWith("452 4.5.3");
      assertThat(talk.ask("RCPT TO:<three@alike.example>")).startsWith("250");
      talk.ask("DATA");
      talk.send(SPAM);
      assertThat(talk.reply()).startsWith("550 5.7.1");
    }
    assertThat(gateway.command("quarantine", "list")).isEmpty();
  }

  @Test
  void with_prdr_each_recipient_has_a_reply() throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example> PRDR");
      assertThat(talk.ask("RCPT TO:<one@strict.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<two@holds.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<one@strict.example>")).startsWith("250");
      talk.ask("DATA");
      talk.send(SPAM);
      assertThat(talk.reply()).startsWith("353");
      assertThat(talk.reply()).startsWith("550 5.7.1");
      assertThat(talk.reply()).startsWith("250");
      assertThat(talk.reply()).startsWith("550 5.7.1");
      assertThat(talk.reply()).startsWith("250");
    }
    await()
        .untilAsserted(() ->
            assertThat(gateway.command("quarantine", "list"))
                .contains("two@holds.example")
                .doesNotContain("one@strict.example"));
    await()
        .untilAsserted(() ->
            assertThat(gateway.command("log", "--json").lines())
                .anyMatch(row ->
                    row.contains("one@strict.example")
                        && row.contains("\"disposition\":\"reject\""))
                .anyMatch(row ->
                    row.contains("two@holds.example") && row.contains("\"disposition\":\"hold\"")));
  }

  @Test
  void with_prdr_a_message_that_nobody_takes_is_refused() throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example> PRDR");
      talk.ask("RCPT TO:<one@strict.example>");
      talk.ask("RCPT TO:<two@alike.example>");
      talk.ask("DATA");
      talk.send(SPAM);
      String reply = talk.reply();
      assertThat(reply).startsWith("353");
      assertThat(talk.reply()).startsWith("550 5.7.1");
      assertThat(talk.reply()).startsWith("550 5.7.1");
      assertThat(talk.reply()).startsWith("550 5.7.1");
    }
  }

  @Test
  void with_prdr_a_proxied_message_goes_only_to_those_who_take_it() throws Exception {
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example> PRDR");
      assertThat(talk.ask("RCPT TO:<one@asks.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<two@keeps.example>")).startsWith("250");
      talk.ask("DATA");
      talk.send(SPAM);
      assertThat(talk.reply()).startsWith("353");
      assertThat(talk.reply()).startsWith("550 5.7.1");
      assertThat(talk.reply()).startsWith("250");
      assertThat(talk.reply()).startsWith("250");
    }
    assertThat(upstream.await(1)).hasSize(1);
    assertThat(upstream.await(1).getFirst().rcpts())
        .allMatch(rcpt -> rcpt.contains("two@keeps.example"));
  }

  @Test
  void a_proxied_message_goes_to_recipients_of_all_domains_that_share_a_next_hop()
      throws Exception {
    upstream.answer("RCPT TO:<no@", "550 5.1.1 nobody");
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example>");
      assertThat(talk.ask("RCPT TO:<one@patient.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<two@asks.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<no@asks.example>")).isEqualTo("550 5.1.1 nobody");
      assertThat(talk.ask("RCPT TO:<three@patient.example>")).startsWith("250");
      talk.ask("DATA");
      talk.send(CLEAN);
      assertThat(talk.reply()).startsWith("250");
    }
    assertThat(upstream.received()).hasSize(1);
    assertThat(upstream.received().getFirst().rcpts())
        .extracting(rcpt -> rcpt.split("[<@]")[1])
        .containsExactly("one", "two", "three");
  }

  @Test
  void a_recipient_the_next_hop_took_before_it_left_is_offered_again() throws Exception {
    upstream.answerOnce("RCPT TO:<gone@", FakeUpstream.DROP);
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example>");
      assertThat(talk.ask("RCPT TO:<one@asks.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<gone@asks.example>"))
          .startsWith("451 4.4.2 ")
          .contains("(ref ")
          .doesNotContain("127.0.0.1");
      assertThat(talk.ask("RCPT TO:<two@asks.example>")).startsWith("250");
      talk.ask("DATA");
      talk.send(CLEAN);
      assertThat(talk.reply()).startsWith("250");
    }
    assertThat(upstream.received()).hasSize(1);
    assertThat(upstream.received().getFirst().rcpts())
        .extracting(rcpt -> rcpt.split("[<@]")[1])
        .containsExactly("one", "two");
  }

  @Test
  void a_next_hop_that_leaves_within_the_message_is_not_named() throws Exception {
    upstream.answerOnce(".", FakeUpstream.DROP);
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example>");
      talk.ask("RCPT TO:<one@asks.example>");
      talk.ask("DATA");
      talk.send(CLEAN);
      assertThat(talk.reply())
          .startsWith("451 4.4.2 ")
          .contains("(ref ")
          .doesNotContain("127.0.0.1");
    }
  }

  @Test
  void next_hops_that_do_not_take_the_same_content_do_not_share_a_transaction() throws Exception {
    try (RealGateway.Talk talk = gateway.talk()) {
      for (String rcpt : List.of("one@strict.example", "one@old.example")) {
        talk.ask("MAIL FROM:<a@client.example>");
        talk.ask("RCPT TO:<" + rcpt + ">");
        talk.ask("DATA");
        talk.send(CLEAN);
        assertThat(talk.reply()).startsWith("250");
      }
      upstream.await(1);
      old.await(1);

      talk.ask("MAIL FROM:<a@client.example> BODY=8BITMIME");
      assertThat(talk.ask("RCPT TO:<one@old.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<two@strict.example>")).startsWith("452 4.5.3");
      talk.ask("DATA");
      talk.send(CLEAN.replace("ten", "z\u00e9ro"));
      assertThat(talk.reply()).startsWith("554 5.6.3");
      talk.ask("MAIL FROM:<a@client.example> BODY=8BITMIME");
      assertThat(talk.ask("RCPT TO:<two@strict.example>")).startsWith("250");
      talk.ask("DATA");
      talk.send(CLEAN.replace("ten", "z\u00e9ro"));
      assertThat(talk.reply()).startsWith("250");
    }
    assertThat(upstream.await(2)).hasSize(2);
  }
}
