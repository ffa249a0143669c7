package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The limits that a dialogue file cannot show; the others are in `dialogues/`.
class SmtpLimitsTest {

  private static final SmtpLimits DEFAULTS = SmtpLimits.DEFAULTS;

  @Test
  void a_third_connection_from_one_address_is_turned_away() throws IOException {
    try (TestServer server = TestServer.start(DEFAULTS.withConnections(100, 2, true));
        RawClient first = server.connect().greet();
        RawClient second = server.connect().greet()) {
      try (RawClient third = server.connect()) {
        assertThat(third.readAll()).startsWith("421 4.7.0 too many connections from your address");
      }
      assertThat(first.ask("QUIT")).startsWith("221");
      await().until(() -> server.server().connections() == 1);
      try (RawClient fourth = server.connect()) {
        assertThat(fourth.reply().getLast()).startsWith("220");
      }
      assertThat(second.ask("NOOP")).startsWith("250");
    }
  }

  @Test
  void one_connection_too_many_in_all_is_turned_away() throws IOException {
    try (TestServer server = TestServer.start(DEFAULTS.withConnections(1, 100, false));
        RawClient first = server.connect().greet();
        RawClient second = server.connect()) {
      assertThat(second.readAll()).startsWith("421 4.3.2 too many connections");
      assertThat(first.ask("NOOP")).startsWith("250");
      assertThat(server.program().calls).contains("refused CONNECT 421");
    }
  }

  @Test
  void loopback_is_not_counted_unless_told() throws IOException {
    try (TestServer server = TestServer.start(DEFAULTS.withConnections(100, 1, false));
        RawClient first = server.connect().greet();
        RawClient second = server.connect().greet()) {
      assertThat(first.ask("NOOP")).startsWith("250");
      assertThat(second.ask("NOOP")).startsWith("250");
    }
  }

  // One octet now and then never lets a wait time out; the sum of the waits does.
  @Test
  void a_client_that_drips_is_cut_off_at_the_limit_of_one_command() throws Exception {
    Duration limit = Duration.ofMillis(400);
    long begun = System.nanoTime();
    try (TestServer server =
            TestServer.start(DEFAULTS.withTimes(limit, limit, Duration.ofHours(1)));
        RawClient client = server.connect()) {
      client.reply();
      Thread dripper =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 1_000; i++) {
                    client.send("N");
                    Thread.sleep(50);
                  }
                } catch (IOException | InterruptedException _) {
                  // The server has closed the connection, as it must.
                }
              });
      assertThat(client.reply().getLast()).startsWith("421 4.4.2 waited too long for a command");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(limit);
      client.socket().close();
      dripper.join();
    }
  }

  @Test
  void a_session_ends_at_its_limit_however_busy_it_is() throws Exception {
    Duration limit = Duration.ofMillis(1_500);
    try (TestServer server =
            TestServer.start(
                DEFAULTS.withTimes(Duration.ofMinutes(1), Duration.ofMinutes(1), limit));
        RawClient client = server.connect().greet()) {
      String reply = "250";
      for (int i = 0; i < 90 && reply.startsWith("250"); i++) {
        Thread.sleep(50);
        reply = client.ask("NOOP");
      }
      assertThat(reply).startsWith("421 4.4.2 the session lasts too long");
    }
  }

  @Test
  void time_that_the_program_takes_does_not_count() throws IOException {
    Duration limit = Duration.ofSeconds(1);
    try (TestServer server = TestServer.start(DEFAULTS.withTimes(limit, limit, limit));
        RawClient client = server.connect()) {
      CountDownLatch never = new CountDownLatch(1);
      server.program().onHello =
          _ -> {
            assertThat(never).satisfies(latch -> latch.await(1_500, TimeUnit.MILLISECONDS));
            return new Reply(250, "", "slow.example.org");
          };
      client.greet();
      assertThat(client.ask("NOOP")).startsWith("250");
    }
  }

  @Test
  void a_client_that_reads_nothing_is_cut_off() throws IOException {
    Duration limit = Duration.ofSeconds(1);
    int many = 100_000_000;
    try (TestServer server =
            TestServer.start(
                DEFAULTS
                    .withTimes(limit, limit, Duration.ofHours(1))
                    .withPatience(many, many, many, many));
        RawClient client = server.connect().greet()) {
      String commands = "HELP\r\n".repeat(1_000);
      assertThatIOException()
          .isThrownBy(() -> {
            for (int i = 0; i < 100_000; i++) {
              client.send(commands);
            }
          });
      await().until(() -> server.server().connections() == 0);
    }
  }

  @Test
  void a_limit_that_forbids_everything_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withRecipients(0))
        .withMessageContaining("recipients");
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withCommandOctets(511));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withTimes(Duration.ZERO, DEFAULTS.data(), DEFAULTS.session()));
  }
}
