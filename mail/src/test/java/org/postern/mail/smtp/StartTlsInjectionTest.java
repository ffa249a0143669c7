package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing that was said in the clear counts once TLS is on (CVE-2011-0411 and its many heirs).
class StartTlsInjectionTest {

  @TempDir static Path temp;
  private static Certificates certificates;

  @BeforeAll
  static void make() throws IOException {
    certificates = TestServer.certificates(temp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STARTTLS\r\nNOOP\r\n",
        "STARTTLS\r\nRSET\r\n",
        "STARTTLS\r\nEHLO x\r\n",
        "STARTTLS\r\nMAIL FROM:<a@client.example>\r\n",
        "STARTTLS\r\nAUTH PLAIN AGEAYg==\r\n",
        "STARTTLS\r\n\u0016",
        "STARTTLS\r\nN"
      })
  void plain_text_behind_starttls_ends_the_connection(String segment) throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect().greet()) {
      client.send(segment);
      assertThat(client.readAll()).startsWith("503 5.5.0").doesNotContain("220");
    }
  }

  @Test
  void starttls_with_a_bare_line_feed_is_no_starttls() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect().greet()) {
      client.send("STARTTLS\nNOOP\n");
      assertThat(client.reply().getLast()).startsWith("500 5.5.2");
      assertThat(client.ask("NOOP")).startsWith("250");
    }
  }

  @Test
  void starttls_with_a_bare_line_feed_carries_nothing_over_where_that_is_taken()
      throws IOException {
    SmtpLimits limits = SmtpLimits.DEFAULTS.withBareLineEndings(BareLineEndings.NORMALIZE);
    try (TestServer server = TestServer.start(limits, Optional.of(certificates), temp, List.of());
        RawClient client = server.connect().greet()) {
      client.send("STARTTLS\nNOOP\n");
      assertThat(client.readAll()).startsWith("503 5.5.0").doesNotContain("220");
    }
  }

  @Test
  void an_injected_transaction_never_reaches_the_program() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect().greet()) {
      client.send(
          "STARTTLS\r\nEHLO x\r\nMAIL FROM:<a@client.example>\r\nRCPT TO:<b@example.org>\r\n");
      client.readAll();
      assertThat(server.program().calls)
          .noneMatch(call -> call.startsWith("mail") || call.equals("hello x"));
    }
  }

  @Test
  void each_encrypted_command_gets_one_reply_and_no_other() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect().greet()) {
      client.ask("STARTTLS");
      client.startTls();
      client.send("NOOP\r\n");
      assertThat(client.readOnce()).isEqualTo("250 2.0.0 OK\r\n");
      client.line("EHLO client.example");
      assertThat(client.reply()).noneMatch(line -> line.contains("STARTTLS"));
      assertThat(client.ask("STARTTLS")).startsWith("503");
      assertThat(client.ask("QUIT")).startsWith("221");
      assertThat(client.readAll()).isEmpty();
    }
  }

  @Test
  void a_login_is_refused_before_tls_and_leaves_nothing_behind() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect().greet()) {
      assertThat(client.ask("AUTH PLAIN AGEAYg==")).startsWith("503");
      assertThat(client.ask("STARTTLS")).startsWith("220");
      client.startTls();
      assertThat(client.ask("MAIL FROM:<a@client.example>")).startsWith("503 5.5.1 say EHLO");
    }
  }

  @Test
  void a_message_begun_in_the_clear_cannot_be_ended_under_tls() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect().greet()) {
      client.ask("MAIL FROM:<victim@client.example>");
      client.ask("RCPT TO:<b@example.org>");
      client.send("BDAT 4\r\nx\r\ny");
      assertThat(client.reply().getLast()).startsWith("250");
      assertThat(client.ask("STARTTLS")).startsWith("220");
      client.startTls();
      client.send("BDAT 3 LAST\r\nz\r\n");
      assertThat(client.reply().getLast()).startsWith("503");
      client.ask("EHLO client.example");
      assertThat(client.ask("DATA")).startsWith("503");
      assertThat(server.program().messages).isEmpty();
    }
  }

  @Test
  void everything_said_before_is_forgotten() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect().greet()) {
      client.ask("MAIL FROM:<a@client.example>");
      client.ask("RCPT TO:<b@example.org>");
      client.ask("STARTTLS");
      client.startTls();
      assertThat(client.ask("NOOP")).startsWith("250");
      assertThat(client.ask("DATA")).startsWith("503");
      assertThat(client.ask("RCPT TO:<b@example.org>")).startsWith("503");
      assertThat(client.ask("MAIL FROM:<a@client.example>")).startsWith("503");
      assertThat(server.program().calls).containsSubsequence("reset", "encrypted TLSv1.3");
    }
  }

  @Test
  void plain_text_instead_of_a_handshake_is_never_a_command() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect().greet()) {
      client.ask("STARTTLS");
      client.line("MAIL FROM:<a@client.example>");
      client.readAll();
      assertThat(server.program().calls).doesNotContain("mail a@client.example");
    }
  }

  private static TestServer start() throws IOException {
    return TestServer.start(SmtpLimits.DEFAULTS, Optional.of(certificates), temp, List.of());
  }
}
