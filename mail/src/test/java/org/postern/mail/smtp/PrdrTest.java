package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One reply for each recipient (draft-hall-prdr-00, in Exim's form).
class PrdrTest {

  private static final Reply GOOD = new Reply(250, "2.0.0", "yours");
  private static final Reply BAD = new Reply(550, "5.7.1", "not wanted here");

  @Test
  void each_recipient_gets_its_reply_in_order_and_the_last_one_decides() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      server.program().each = List.of(BAD, GOOD);
      begin(client, " PRDR", "b@example.org", "c@example.org");
      client.send("x\r\n.\r\n");
      assertThat(replies(client, 4))
          .containsExactly(
              "353 content analysis has started",
              "550 5.7.1 not wanted here",
              "250 2.0.0 yours",
              "250 2.0.0 message taken");
      assertThat(server.program().messages.getFirst().from().prdr()).isTrue();
      assertThat(client.ask("NOOP")).startsWith("250");
    }
  }

  @Test
  void a_program_with_one_answer_gives_it_to_all() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      begin(client, " PRDR", "b@example.org", "c@example.org");
      client.send("x\r\n.\r\n");
      assertThat(replies(client, 4))
          .containsExactly(
              "353 content analysis has started",
              "250 2.0.0 message taken",
              "250 2.0.0 message taken",
              "250 2.0.0 message taken");
    }
  }

  @Test
  void one_recipient_gets_one_reply() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      server.program().each = List.of(GOOD);
      begin(client, " PRDR", "b@example.org");
      client.send("x\r\n.\r\n");
      assertThat(client.reply()).containsExactly("250 2.0.0 message taken");
      assertThat(client.ask("NOOP")).startsWith("250");
    }
  }

  @Test
  void who_did_not_ask_gets_one_reply() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      server.program().each = List.of(GOOD, BAD);
      begin(client, "", "b@example.org", "c@example.org");
      client.send("x\r\n.\r\n");
      assertThat(client.reply()).containsExactly("250 2.0.0 message taken");
      assertThat(client.ask("NOOP")).startsWith("250");
    }
  }

  @Test
  void asking_counts_for_one_transaction() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      begin(client, " PRDR", "b@example.org", "c@example.org");
      client.send("x\r\n.\r\n");
      replies(client, 4);
      begin(client, "", "b@example.org", "c@example.org");
      client.send("x\r\n.\r\n");
      assertThat(client.reply()).containsExactly("250 2.0.0 message taken");
    }
  }

  @Test
  void a_pipelining_client_with_chunks_gets_the_same() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      server.program().each = List.of(GOOD, BAD);
      client.send(
          """
          MAIL FROM:<a@client.example> PRDR
          RCPT TO:<b@example.org>
          RCPT TO:<c@example.org>
          BDAT 3 LAST
          x
          NOOP
          """
              .replace("\n", "\r\n"));
      assertThat(replies(client, 8))
          .containsExactly(
              "250 2.1.0 sender taken",
              "250 2.1.5 recipient taken",
              "250 2.1.5 recipient taken",
              "353 content analysis has started",
              "250 2.0.0 yours",
              "550 5.7.1 not wanted here",
              "250 2.0.0 message taken",
              "250 2.0.0 OK");
    }
  }

  @Test
  void a_refused_recipient_has_no_reply_of_its_own() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      server.program().onRcpt = recipient -> recipient.address().local().equals("b") ? BAD : GOOD;
      server.program().each = List.of(GOOD, BAD);
      begin(client, " PRDR", "b@example.org", "c@example.org", "d@example.org");
      client.send("x\r\n.\r\n");
      assertThat(replies(client, 4).subList(1, 3))
          .containsExactly("250 2.0.0 yours", "550 5.7.1 not wanted here");
    }
  }

  @Test
  void a_message_that_the_server_refuses_gets_one_reply() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      begin(client, " PRDR", "b@example.org", "c@example.org");
      client.send("bare\nline\r\n.\r\n");
      assertThat(client.reply().getLast()).startsWith("550 5.5.2");
      assertThat(client.ask("NOOP")).startsWith("250");
    }
  }

  @Test
  void a_program_that_miscounts_is_broken_and_nothing_counts_as_taken() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      server.program().each = List.of(GOOD, GOOD, GOOD);
      begin(client, " PRDR", "b@example.org", "c@example.org");
      client.send("x\r\n.\r\n");
      assertThat(replies(client, 4).subList(1, 4)).allMatch(reply -> reply.startsWith("451 4.3.0"));
    }
  }

  @Test
  void the_parameter_takes_no_value() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      assertThat(client.ask("MAIL FROM:<a@client.example> PRDR=1")).startsWith("501 5.5.4");
    }
  }

  private static void begin(RawClient client, String parameter, String... recipients)
      throws IOException {
    client.ask("MAIL FROM:<a@client.example>" + parameter);
    for (String recipient : recipients) {
      client.ask("RCPT TO:<" + recipient + ">");
    }
    assertThat(client.ask("DATA")).startsWith("354");
  }

  private static List<String> replies(RawClient client, int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.addAll(client.reply());
    }
    return lines;
  }
}
