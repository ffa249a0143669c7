package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
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
  void every_refusal_of_the_server_is_said_as_the_program_words_it() throws IOException {
    SmtpLimits limits =
        SmtpLimits.DEFAULTS
            .withMessageOctets(1000)
            .withRecipients(1)
            .withTimes(Duration.ofMillis(400), Duration.ofMinutes(1), Duration.ofHours(1));
    try (TestServer server = TestServer.start(limits)) {
      AtomicInteger count = new AtomicInteger();
      server.program().onRefusal =
          refusal ->
              new Reply(
                  refusal.reply().code(),
                  refusal.reply().status(),
                  refusal.reply().lines().getFirst() + " (ref " + count.incrementAndGet() + ")");
      try (RawClient client = server.connect().greet()) {
        assertThat(client.ask("NONSENSE")).isEqualTo("500 5.5.1 unknown command (ref 1)");
        assertThat(client.ask("MAIL FROM:<x")).startsWith("501 5.1.7").endsWith(" (ref 2)");
        assertThat(client.ask("x".repeat(3_000))).isEqualTo("500 5.5.2 line too long (ref 3)");
        client.send("NOOP\n");
        assertThat(client.reply()).containsExactly("500 5.5.2 bare <LF> received (ref 4)");
        assertThat(client.ask("MAIL FROM:<> SIZE=1001")).startsWith("552").endsWith(" (ref 5)");
        client.begin().send("x".repeat(2_000) + "\r\n.\r\n");
        assertThat(client.reply().getLast()).startsWith("552 5.3.4").endsWith(" (ref 6)");
        client.begin().send("bare\nline\r\n.\r\n");
        assertThat(client.reply().getLast()).isEqualTo("550 5.5.2 bare <LF> received (ref 7)");
        client.ask("MAIL FROM:<>");
        client.ask("RCPT TO:<b@example.org>");
        assertThat(client.ask("RCPT TO:<c@example.org>"))
            .isEqualTo("452 4.5.3 too many recipients (ref 8)");
        assertThat(client.reply().getLast())
            .isEqualTo("421 4.4.2 waited too long for a command (ref 9)");
      }
    }
  }

  @Test
  void a_program_cannot_turn_a_refusal_into_something_else() throws IOException {
    try (TestServer server = TestServer.start()) {
      server.program().onRefusal = _ -> new Reply(250, "2.0.0", "never mind");
      try (RawClient client = server.connect().greet()) {
        assertThat(client.ask("NONSENSE")).isEqualTo("500 5.5.1 unknown command");
      }
    }
  }

  @Test
  void what_the_program_refused_itself_is_not_told_back_to_it() throws IOException {
    try (TestServer server = TestServer.start()) {
      server.program().onData = new Reply(451, "4.3.2", "too busy");
      try (RawClient client = server.connect().greet()) {
        client.ask("MAIL FROM:<>");
        client.ask("RCPT TO:<b@example.org>");
        client.send("BDAT 3 LAST\r\nx\r\n");
        assertThat(client.reply()).containsExactly("451 4.3.2 too busy");
      }
      assertThat(server.program().calls).noneMatch(call -> call.startsWith("refused"));
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

  @Test
  void a_client_that_the_banner_turned_away_has_three_commands_and_the_program_hears_of_none()
      throws IOException {
    try (TestServer server = TestServer.start()) {
      server.program().banner = new Reply(554, "5.7.1", "not you (ref 1)");
      try (RawClient client = server.connect()) {
        assertThat(client.reply()).containsExactly("554 5.7.1 not you (ref 1)");
        assertThat(client.ask("EHLO client.example")).isEqualTo("503 5.5.1 not you (ref 1)");
        client.send("x".repeat(3_000) + "\r\n");
        assertThat(client.reply()).containsExactly("503 5.5.1 not you (ref 1)");
        assertThat(client.ask("NONSENSE")).isEqualTo("421 4.7.0 not you (ref 1)");
      }
      try (RawClient client = server.connect()) {
        client.reply();
        assertThat(client.ask("QUIT")).startsWith("221");
      }
      assertThat(server.program().calls).noneMatch(call -> call.startsWith("refused"));
    }
  }

  @Test
  void a_client_that_the_banner_turned_away_cannot_stay_by_talking_now_and_then() throws Exception {
    Duration limit = Duration.ofSeconds(3);
    SmtpLimits limits =
        SmtpLimits.DEFAULTS.withTimes(limit, Duration.ofMinutes(1), Duration.ofHours(1));
    try (TestServer server = TestServer.start(limits)) {
      server.program().banner = new Reply(554, "5.7.1", "not you");
      try (RawClient client = server.connect()) {
        client.reply();
        Thread.sleep(2_000);
        try (RawClient later = server.connect()) {
          later.reply();
          assertThat(client.ask("NOOP")).startsWith("503");
          assertThat(client.reply()).containsExactly("421 4.4.2 not you");
          assertThat(later.ask("NOOP")).as("came before that NOOP").startsWith("503");
        }
      }
    }
  }

  @Test
  void a_client_that_the_banner_turned_away_has_ten_seconds() {
    FakeProgram program = new FakeProgram();
    program.banner = new Reply(554, "5.7.1", "not you");
    SmtpLimits limits = SmtpLimits.DEFAULTS;
    SmtpServer.Setting setting =
        new SmtpServer.Setting(
            "mx.example.org",
            program,
            limits,
            Optional.empty(),
            new MessageBuffer.Place(
                Path.of("."), limits.messageMemory(), new MemoryBudget(limits.totalMemory())),
            Clock.systemUTC(),
            new Random(1));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    Dialogue dialogue = new Dialogue(setting, program.open(new Client(address, address)));
    assertThat(dialogue.commandTime()).isEqualTo(limits.command());
    dialogue.connected();
    assertThat(dialogue.commandTime()).isEqualTo(Duration.ofSeconds(10));
  }
}
