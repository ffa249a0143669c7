package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmtpServerTest {

  @Test
  void pipelined_commands_are_answered_by_one_write() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      client.send(
          "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@example.org>\r\nRCPT TO:<d@example.org>\r\nDATA\r\n");
      assertThat(client.readOnce().lines().map(line -> line.substring(0, 3)))
          .containsExactly("250", "250", "250", "354");
    }
  }

  @Test
  void a_message_goes_from_the_client_to_the_program() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      assertThat(client.reply()).containsExactly("220 mx.example.org ESMTP");
      client.line("EHLO client.example");
      assertThat(client.reply())
          .containsExactly(
              "250-mx.example.org",
              "250-PIPELINING",
              "250-SIZE 52428800",
              "250-8BITMIME",
              "250-SMTPUTF8",
              "250-ENHANCEDSTATUSCODES",
              "250-CHUNKING",
              "250-DSN",
              "250-PRDR",
              "250 HELP");
      client.begin();
      client.send("Subject: x\r\n\r\nhello\r\n.\r\n");
      assertThat(client.reply().getLast()).isEqualTo("250 2.0.0 message taken");
      assertThat(client.ask("QUIT")).startsWith("221 2.0.0");
      assertThat(client.closedByServer()).isTrue();
      assertThat(server.program().messages.getFirst().text())
          .isEqualTo("Subject: x\r\n\r\nhello\r\n");
    }
    // closed() is the last call, once, also after the server has gone.
  }

  @Test
  void the_program_hears_what_happens_in_order() throws IOException {
    TestServer server = TestServer.start();
    try (server;
        RawClient client = server.connect().greet().begin()) {
      client.send("x\r\n.\r\n");
      client.reply();
      client.ask("MAIL FROM:<>");
    }
    assertThat(server.program().calls)
        .isEqualTo(
            List.of(
                "connected",
                "hello client.example",
                "mail a@client.example",
                "rcpt b@example.org",
                "data",
                "message",
                "mail ",
                "reset",
                "closed"));
  }
}
