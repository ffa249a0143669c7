package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;

/// What a client is told at RCPT, by the whole gateway.
@Timeout(60)
class RecipientsOverSmtpTest {

  private static final String REF = " \\(ref [0-9A-Z]{4}(-[0-9A-Z]{4}){3}\\)";

  @TempDir Path data;
  private final FakeUpstream upstream = FakeUpstream.start();

  @AfterEach
  void close() {
    upstream.close();
  }

  private RealGateway gateway(String... settings) throws Exception {
    List<String> domain =
        new java.util.ArrayList<>(
            List.of("example.org", "--route", "127.0.0.1:" + upstream.port()));
    for (String setting : settings) {
      domain.addAll(List.of("--set", setting));
    }
    return RealGateway.start(data, List.of(domain));
  }

  @Test
  void the_word_of_the_next_hop_reaches_the_client() throws Exception {
    upstream.answer("RCPT", "550 5.1.1 <x>: no such user");
    upstream.answer("RCPT TO:<bob@", "250 2.1.5 ok");
    upstream.answer("RCPT TO:<full@", "452 4.2.2 mailbox full");
    upstream.answer("RCPT TO:<policy@", "554 5.7.1 relay access denied");
    try (RealGateway gateway = gateway("recipients=pass-through", "refuse-on=none");
        RealGateway.Talk talk = gateway.talk()) {
      assertThat(talk.ask("MAIL FROM:<a@client.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<bob@example.org>")).startsWith("250 2.1.5");
      assertThat(talk.ask("RCPT TO:<x@example.org>"))
          .matches("550 5\\.1\\.1 <x>: no such user" + REF);
      assertThat(talk.ask("RCPT TO:<full@example.org>"))
          .matches("452 4\\.2\\.2 mailbox full" + REF);
      assertThat(talk.ask("RCPT TO:<policy@example.org>")).startsWith("451 4.3.5 ");
      assertThat(talk.ask("RCPT TO:<postmaster@example.org>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<Abuse@example.org>")).startsWith("250");
      assertThat(upstream.commands())
          .noneMatch(line -> line.contains("postmaster") || line.contains("Abuse"));
      await()
          .untilAsserted(() ->
              assertThat(gateway.command("log"))
                  .contains("550 5.1.1 <x>: no such user", "452 4.2.2 mailbox full"));
    }
  }

  @Test
  void pipelined_recipients_are_answered_in_their_order() throws Exception {
    upstream.answer("RCPT", "550 5.1.1 no such user");
    upstream.answer("RCPT TO:<bob@", "250 2.1.5 ok");
    try (RealGateway gateway =
            gateway("recipients=pass-through", "refuse-on=none", "analysis=false");
        RealGateway.Talk talk = gateway.talk()) {
      talk.send(
          "MAIL FROM:<a@client.example>\r\nRCPT TO:<x@example.org>\r\nRCPT TO:<bob@example.org>\r\n"
              + "RCPT TO:<y@example.org>\r\nDATA\r\n");
      assertThat(talk.reply()).startsWith("250");
      assertThat(talk.reply()).startsWith("550");
      assertThat(talk.reply()).startsWith("250");
      assertThat(talk.reply()).startsWith("550");
      assertThat(talk.reply()).startsWith("354");
      talk.send("Subject: x\r\n\r\nhello\r\n.\r\n");
      assertThat(talk.reply()).startsWith("250");
      assertThat(upstream.await(1).getFirst().rcpts()).containsExactly("RCPT TO:<bob@example.org>");
    }
  }

  @Test
  void a_listed_recipient_is_taken_and_another_is_not() throws Exception {
    try (RealGateway gateway = gateway("recipients=list", "refuse-on=none");
        RealGateway.Talk talk = gateway.talk()) {
      gateway.command("recipients", "add", "Bob@example.org");
      assertThat(talk.ask("MAIL FROM:<a@client.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<bob+x@example.org>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<ann@example.org>"))
          .matches("550 5\\.1\\.1 There is no such recipient here" + REF);
      gateway.command("recipients", "add", "ann@example.org");
      assertThat(talk.ask("RCPT TO:<ann@example.org>")).startsWith("250");
      assertThat(upstream.connections()).isZero();
    }
  }

  @Test
  void what_is_known_outlives_the_gateway_until_it_is_flushed() throws Exception {
    upstream.answer("RCPT", "550 5.1.1 no such user");
    upstream.answerOnce("RCPT TO:<bob@", "250 2.1.5 ok");
    ask("250");
    ask("250");
    try (RealGateway gateway = gateway("recipients=pass-through")) {
      gateway.command("domain", "list");
    }
    RealGateway.start(data, List.of()).close();
    assertThat(command("recipients", "flush", "bob@example.org"))
        .isEqualTo("forgotten: 1 answer\n");
    ask("550");
  }

  private void ask(String code) throws Exception {
    try (RealGateway gateway = gateway("recipients=pass-through");
        RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example>");
      await()
          .untilAsserted(() -> assertThat(talk.ask("RCPT TO:<bob@example.org>")).startsWith(code));
    }
  }

  private String command(String... words) {
    return RealGateway.command(data, List.of(words));
  }

  @Test
  void a_check_asks_when_no_gateway_runs() throws Exception {
    gateway("recipients=pass-through").close();
    assertThat(command("recipients", "check", "bob@example.org"))
        .isEqualTo(
            "127.0.0.1:"
                + upstream.port()
                + ": 250 2.1.5 ok\nThat is: the recipient exists.\n"
                + "example.org has recipients=pass-through: the sender is told what the next hop"
                + " says.\n");
  }

  @Test
  void in_proxy_mode_the_live_session_answers() throws Exception {
    upstream.answer("RCPT TO:<x@", "550 5.1.1 no such user");
    try (RealGateway gateway = gateway("recipients=pass-through", "mode=proxy", "refuse-on=none");
        RealGateway.Talk talk = gateway.talk()) {
      assertThat(talk.ask("MAIL FROM:<a@client.example>")).startsWith("250");
      assertThat(talk.ask("RCPT TO:<x@example.org>")).startsWith("550 5.1.1 no such user");
      assertThat(talk.ask("RCPT TO:<bob@example.org>")).startsWith("250");
    }
    assertThat(upstream.commands()).noneMatch(line -> line.startsWith("MAIL FROM:<>"));
  }
}
