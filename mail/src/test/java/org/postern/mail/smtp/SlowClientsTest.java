package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Many clients that say nothing, or one octet now and then: each has its limits, and who behaves
/// does not notice them.
class SlowClientsTest {

  private static final int MANY = 200;
  private static final Duration LIMIT = Duration.ofMillis(1_200);
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void idle_clients_within_a_message_end_at_the_limit_of_the_message() throws Exception {
    SmtpLimits limits = SmtpLimits.DEFAULTS.withTimes(LONG, LIMIT, LONG);
    try (TestServer server = TestServer.start(limits)) {
      List<RawClient> idle = new ArrayList<>();
      for (int i = 0; i < MANY / 2; i++) {
        idle.add(server.connect().greet().begin());
      }
      sendMail(server, 10);
      endWith(server, idle, "421 4.4.2 waited too long for the end of the message");
    }
  }

  @Test
  void clients_that_say_nothing_or_drip_end_at_the_limit_of_a_command_while_others_send_mail()
      throws Exception {
    SmtpLimits limits = SmtpLimits.DEFAULTS.withTimes(LIMIT, LONG, LONG);
    try (TestServer server = TestServer.start(limits)) {
      List<RawClient> slow = connect(server, "N");
      List<RawClient> idle = connect(server, "");
      for (String octet : List.of("O", "O", "P", " ")) {
        Thread.sleep(LIMIT.toMillis() / 10);
        for (RawClient client : slow) {
          client.send(octet);
        }
      }
      sendMail(server, 10);
      endWith(server, slow, "421 4.4.2 waited too long for a command");
      endWith(server, idle, "421 4.4.2 waited too long for a command");
    }
  }

  @Test
  void clients_that_drip_whole_commands_end_at_the_limit_of_the_session() throws Exception {
    SmtpLimits limits = SmtpLimits.DEFAULTS.withTimes(LONG, LONG, LIMIT);
    try (TestServer server = TestServer.start(limits)) {
      List<RawClient> slow = connect(server, "");
      for (int round = 0; round < 3; round++) {
        Thread.sleep(LIMIT.toMillis() / 10);
        for (RawClient client : slow) {
          client.send("HELP\r\n");
        }
      }
      sendMail(server, 10);
      endWith(server, slow, "421 4.4.2 the session lasts too long");
    }
  }

  private static List<RawClient> connect(TestServer server, String first) throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      RawClient client = server.connect();
      client.send(first);
      clients.add(client);
    }
    return clients;
  }

  private static void sendMail(TestServer server, int messages) throws IOException {
    try (RawClient good = server.connect().greet()) {
      for (int i = 0; i < messages; i++) {
        good.begin().send("Subject: x\r\n\r\nhello\r\n.\r\n");
        assertThat(good.reply().getLast()).startsWith("250");
      }
      assertThat(good.ask("QUIT")).startsWith("221");
    }
    assertThat(server.program().messages).hasSize(messages);
  }

  // Each is told why; without the limit they would stay for an hour.
  private static void endWith(TestServer server, List<RawClient> clients, String last)
      throws IOException {
    await().atMost(Duration.ofSeconds(60)).until(() -> server.server().connections() == 0);
    for (RawClient client : clients) {
      assertThat(client.readAll()).contains(last);
      client.close();
    }
  }
}
