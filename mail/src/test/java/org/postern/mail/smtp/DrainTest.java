package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DrainTest {

  @Test
  void idle_clients_hear_421_at_once_and_a_transaction_may_end() throws Exception {
    try (TestServer server = TestServer.start();
        RawClient idle = server.connect().greet();
        RawClient busy = server.connect().greet().begin()) {
      Thread drain = Thread.ofVirtual().start(() -> server.server().drain(Duration.ofSeconds(20)));
      assertThat(idle.reply().getLast()).startsWith("421 4.3.2");
      assertThat(idle.closedByServer()).isTrue();
      assertThatThrownBy(server::connect).isInstanceOf(ConnectException.class);
      busy.send("x\r\n.\r\n");
      assertThat(busy.reply().getLast()).startsWith("250");
      assertThat(busy.reply().getLast()).startsWith("421 4.3.2");
      drain.join();
      assertThat(server.server().connections()).isZero();
      assertThat(server.program().messages).hasSize(1);
    }
  }

  @Test
  void a_transaction_that_lasts_longer_than_the_grace_hears_421() throws IOException {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet().begin()) {
      client.send("half a message");
      server.server().drain(Duration.ofMillis(200));
      assertThat(client.reply().getLast()).startsWith("421 4.3.2");
      await().until(() -> server.program().calls.contains("closed"));
      assertThat(server.program().calls).endsWith("reset", "closed");
      assertThat(server.program().messages).isEmpty();
    }
  }

  @Test
  void a_session_that_worked_when_the_grace_ended_hears_421_as_well() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet()) {
      server.program().onRcpt =
          _ -> {
            assertThat(answer).satisfies(latch -> latch.await());
            return new Reply(250, "2.1.5", "recipient taken");
          };
      client.ask("MAIL FROM:<a@client.example>");
      client.line("RCPT TO:<b@example.org>");
      await().until(() -> server.program().calls.contains("rcpt b@example.org"));
      Thread drain = Thread.ofVirtual().start(() -> server.server().drain(Duration.ZERO));
      await().pollDelay(Duration.ofMillis(100)).until(() -> server.server().draining());
      answer.countDown();
      assertThat(client.reply().getLast()).startsWith("250");
      assertThat(client.reply().getLast()).startsWith("421 4.3.2");
      drain.join();
    }
  }

  @Test
  void a_message_that_the_program_holds_gets_its_answer() throws Exception {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect().greet().begin()) {
      server.program().onMessage =
          _ -> {
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            return new Reply(250, "2.0.0", "message taken");
          };
      client.send("x\r\n.\r\n");
      await().until(() -> server.program().calls.contains("message"));
      server.server().drain(Duration.ZERO);
      assertThat(client.reply().getLast()).startsWith("250 2.0.0 message taken");
    }
  }
}
