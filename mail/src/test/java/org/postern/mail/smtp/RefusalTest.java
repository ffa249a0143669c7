package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What the program hears of refusals that it did not speak, and of transactions that break.
class RefusalTest {

  @Test
  void a_message_that_is_refused_for_itself_is_told_before_the_transaction_ends()
      throws IOException {
    try (TestServer server = TestServer.start(SmtpLimits.DEFAULTS.withMessageOctets(1000));
        RawClient client = server.connect().greet().begin()) {
      client.send("x".repeat(2000) + "\r\n.\r\n");
      assertThat(client.reply().getLast()).startsWith("552 5.3.4");
      client.begin().send("bare\nline\r\n.\r\n");
      assertThat(client.reply().getLast()).startsWith("550 5.5.2");

      assertThat(server.program().calls)
          .containsSubsequence("refused DATA 552", "reset", "refused DATA 550", "reset");
    }
  }

  @Test
  void each_refusal_says_what_the_client_was_at() throws IOException {
    try (TestServer server = TestServer.start(SmtpLimits.DEFAULTS.withRecipients(1));
        RawClient client = server.connect()) {
      client.reply();
      client.ask("EHLO (bad)");
      client.ask("EHLO client.example");
      client.ask("MAIL FROM:<nobody");
      client.ask("MAIL FROM:<a@client.example> SIZE=999999999999");
      client.ask("MAIL FROM:<a@client.example>");
      client.ask("RCPT TO:<>");
      client.ask("RCPT TO:<b@example.org>");
      client.ask("RCPT TO:<c@example.org>");
      client.ask("NONSENSE");

      assertThat(server.program().calls)
          .containsSubsequence(
              "refused HELLO 501",
              "refused MAIL 501",
              "refused MAIL 552 a@client.example",
              "refused RCPT 501",
              "refused RCPT 452 c@example.org",
              "refused COMMAND 500");
    }
  }

  @Test
  void a_connection_that_breaks_within_a_message_leaves_no_memory_behind() throws Exception {
    long total = 64 << 10;
    try (TestServer server = TestServer.start(SmtpLimits.DEFAULTS.withMemory(32 << 10, total))) {
      for (int i = 0; i < 8; i++) {
        try (RawClient client = server.connect().greet().begin()) {
          client.send("y".repeat(20_000));
          // Closing so sends RST, which the server meets as an exception.
          client.socket().setSoLinger(true, 0);
        }
      }
      await().until(() -> server.server().connections() == 0);

      try (RawClient client = server.connect().greet().begin()) {
        client.send("z".repeat(20_000) + "\r\n.\r\n");
        assertThat(client.reply().getLast()).startsWith("250");
        assertThat(server.program().messages).hasSize(1);
        assertThat(server.program().messages.getFirst().inMemory()).isTrue();
      }
    }
  }
}
