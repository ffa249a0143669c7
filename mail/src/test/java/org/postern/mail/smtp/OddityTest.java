package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients do that mail servers do not do, and the banner that brings it out.
class OddityTest {

  private static final Duration QUIET = Duration.ofMillis(300);

  @Test
  void the_banner_waits_and_a_client_that_waits_too_notices_nothing_else() throws IOException {
    try (TestServer server = start(true)) {
      long begun = System.nanoTime();
      try (RawClient client = server.connect()) {
        assertThat(client.reply())
            .containsExactly("220-mx.example.org ESMTP", "220 mx.example.org ESMTP");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(QUIET);
        assertThat(client.ask("EHLO client.example")).startsWith("250");
      }
      assertThat(oddities(server)).isEmpty();
    }
  }

  @Test
  void the_teaser_comes_at_once_by_all_lines_but_the_last() throws IOException {
    try (TestServer server = start(true)) {
      server.program().banner = new Reply(220, "", List.of("mx.example.org", "speaks", "SMTP"));
      try (RawClient client = server.connect()) {
        assertThat(client.readOnce()).isEqualTo("220-mx.example.org\r\n220-speaks\r\n");
        assertThat(client.reply()).containsExactly("220 SMTP");
      }
      server.program().quiet = Duration.ofHours(1);
      try (RawClient client = server.connect()) {
        assertThat(client.readOnce()).isEqualTo("220-mx.example.org\r\n220-speaks\r\n");
      }
    }
  }

  @Test
  void without_a_teaser_nothing_is_said_before_the_time() throws IOException {
    try (TestServer server = start(false);
        RawClient client = server.connect()) {
      assertThat(client.readOnce()).isEqualTo("220 mx.example.org ESMTP\r\n");
    }
  }

  @Test
  void a_refusing_banner_is_not_teased_with_but_waits() throws IOException {
    try (TestServer server = start(true)) {
      server.program().banner = new Reply(521, "5.7.1", "not you");
      long begun = System.nanoTime();
      try (RawClient client = server.connect()) {
        assertThat(client.readAll()).isEqualTo("521 5.7.1 not you\r\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(QUIET);
      }
    }
  }

  @Test
  void who_speaks_before_the_banner_is_noticed_and_may_go_on() throws IOException {
    try (TestServer server = start(true);
        RawClient client = server.connect()) {
      client.line("EHLO early.example");
      assertThat(client.reply()).hasSize(2);
      assertThat(client.reply().getLast()).startsWith("250");
      assertThat(oddities(server)).containsExactly("noticed TALKED_EARLY EHLO early.example\\r\\n");
    }
  }

  @Test
  void who_speaks_before_the_banner_may_be_sent_away() throws IOException {
    try (TestServer server = start(true)) {
      server.program().onOddity = _ -> Optional.of(new Reply(521, "5.5.1", "you spoke too soon"));
      try (RawClient client = server.connect()) {
        client.line("EHLO early.example");
        assertThat(client.readAll())
            .isEqualTo("220-mx.example.org ESMTP\r\n521 5.5.1 you spoke too soon\r\n");
      }
    }
  }

  @Test
  void without_a_wait_nobody_looks_who_speaks_first() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      client.line("EHLO client.example");
      assertThat(client.reply().getLast()).startsWith("220");
      assertThat(client.reply().getLast()).startsWith("250");
      assertThat(oddities(server)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HELO a.example\r\nMAIL FROM:<a@a.example>\r\n",
        "EHLO a.example\r\nNOOP\r\n",
        "NOOP\r\nNOOP\r\n",
        "STARTTLS\r\nNOOP\r\n"
      })
  void what_is_sent_before_a_reply_that_one_must_wait_for_is_noticed(String group)
      throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      client.reply();
      client.send(group);
      assertThat(client.readAll()).startsWith("503 5.5.0");
      assertThat(oddities(server))
          .containsExactly(
              "noticed PIPELINED_TOO_SOON " + group.replace("\r", "\\r").replace("\n", "\\n"));
    }
  }

  @Test
  void bare_line_feeds_are_noticed_once() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      client.send("NOOP\n");
      assertThat(client.reply().getLast()).startsWith("500 5.5.2");
      client.send("RSET\n");
      assertThat(client.reply().getLast()).startsWith("500 5.5.2");
      assertThat(oddities(server)).containsExactly("noticed BARE_LINE_FEED NOOP\\n");
    }
  }

  @Test
  void bare_line_feeds_are_noticed_where_they_are_taken() throws IOException {
    SmtpLimits limits = SmtpLimits.DEFAULTS.withBareLineEndings(BareLineEndings.NORMALIZE);
    try (TestServer server = TestServer.start(limits);
        RawClient client = server.connect().greet()) {
      client.send("NOOP\n");
      assertThat(client.reply().getLast()).startsWith("250");
      assertThat(oddities(server)).containsExactly("noticed BARE_LINE_FEED NOOP\\n");
    }
  }

  @Test
  void a_bare_line_feed_in_a_message_is_noticed_and_refused() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet().begin()) {
      client.send("bare\nline\r\n.\r\n");
      assertThat(client.reply().getLast()).startsWith("550 5.5.2");
      assertThat(server.program().calls)
          .containsSubsequence(
              "noticed BARE_LINE_FEED in the content of a message", "refused DATA 550", "reset");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1",
    "POST /x HTTP/1.1",
    "PUT / HTTP/1.1",
    "HEAD / HTTP/1.0",
    "OPTIONS / HTTP/1.1",
    "CONNECT mx:25 HTTP/1.1",
    "PROPFIND / HTTP/1.1",
    "INVITE sip:a@b.example SIP/2.0",
    "OPTIONS sip:nm SIP/2.0",
    "DESCRIBE rtsp://x RTSP/1.0",
    "SSH-2.0-OpenSSH_9.7"
  })
  void other_protocols_are_noticed_and_end_the_session(String line) throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      client.reply();
      client.line(line);
      assertThat(client.readAll()).startsWith("502 5.7.0");
      assertThat(oddities(server)).containsExactly("noticed NOT_SMTP " + line + "\\r\\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Subject: x", "From: <a@b.example>", "X-Mailer: y", "Host: z"})
  void a_header_field_is_noticed_and_no_command(String line) throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      assertThat(client.ask(line)).startsWith("500 5.5.1");
      assertThat(oddities(server)).containsExactly("noticed NOT_SMTP " + line + "\\r\\n");
    }
  }

  @Test
  void tls_on_the_plain_port_is_noticed_at_its_first_octets() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      client.reply();
      client.send(new byte[] {22});
      client.send(new byte[] {3, 1, 2, 0, 1, 0, '\n', 3, 3});
      assertThat(client.readAll()).startsWith("502 5.7.0");
      assertThat(oddities(server))
          .hasSize(1)
          .allMatch(call -> call.startsWith("noticed NOT_SMTP \\x16\\x03"));
    }
  }

  @Test
  void the_answer_to_an_oddity_is_said_instead_and_ends_the_session() throws IOException {
    try (TestServer server = TestServer.start()) {
      server.program().onOddity =
          oddity -> Optional.of(new Reply(421, "4.7.0", "go away: " + oddity.kind()));
      try (RawClient client = server.connect().greet()) {
        client.ask("MAIL FROM:<a@client.example>");
        client.line("Subject: x");
        assertThat(client.readAll()).isEqualTo("421 4.7.0 go away: NOT_SMTP\r\n");
      }
      await().until(() -> server.program().calls.contains("closed"));
      assertThat(server.program().calls)
          .containsSubsequence("noticed NOT_SMTP Subject: x\\r\\n", "reset", "closed")
          .noneMatch(call -> call.startsWith("refused"));
    }
  }

  @Test
  void a_program_that_breaks_over_an_oddity_ends_the_session() throws IOException {
    try (TestServer server = TestServer.start()) {
      server.program().onOddity =
          _ -> {
            throw new IllegalStateException("broken on purpose");
          };
      try (RawClient client = server.connect().greet()) {
        client.line("Subject: x");
        assertThat(client.readAll()).startsWith("451 4.3.0");
      }
    }
  }

  @Test
  void evidence_is_short_and_printable() {
    Oddity oddity = new Oddity(Oddity.Kind.NOT_SMTP, "\u001b[2Jä\u2028" + "x".repeat(1_000));
    assertThat(oddity.evidence()).startsWith("\\x1b[2J\\xe4\\u2028xxx").hasSize(120);
  }

  private static TestServer start(boolean teaser) throws IOException {
    TestServer server = TestServer.start();
    server.program().quiet = QUIET;
    server.program().teaser = teaser;
    return server;
  }

  private static List<String> oddities(TestServer server) {
    return server.program().calls.stream().filter(call -> call.startsWith("noticed")).toList();
  }
}
