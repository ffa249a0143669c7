package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the server is used: a program that takes mail for one domain.
class ExampleTest {

  /// Takes mail for example.org and puts it into a queue.
  private record Mailbox(BlockingQueue<MessageData> queue) implements Transactions {
    @Override
    public Conversation open(Client client) {
      return new Conversation() {
        @Override
        public Welcome connected() {
          return Welcome.of(new Reply(220, "", "mx.example.org ESMTP"));
        }

        @Override
        public Reply hello(Hello hello) {
          return new Reply(250, "", "mx.example.org greets " + hello.name());
        }

        @Override
        public Reply mail(MailFrom command) {
          return new Reply(250, "2.1.0", "OK");
        }

        @Override
        public Reply rcpt(Recipient recipient) {
          return recipient.address().domain().equals("example.org")
              ? new Reply(250, "2.1.5", "OK")
              : new Reply(550, "5.7.1", "no relaying");
        }

        @Override
        public Reply data() {
          return new Reply(354, "", "go ahead");
        }

        @Override
        public MessageReply message(MessageData data) {
          queue.add(data);
          return MessageReply.of(new Reply(250, "2.0.0", "queued"));
        }

        @Override
        public void encrypted(TlsInfo tls) {}

        @Override
        public void reset() {}

        @Override
        public Optional<Reply> noticed(Oddity oddity) {
          return Optional.empty();
        }

        @Override
        public Reply refused(Refusal refusal) {
          return refusal.reply();
        }

        @Override
        public void closed() {}
      };
    }
  }

  @Test
  void a_server_in_twenty_lines(@TempDir Path temp) throws Exception {
    BlockingQueue<MessageData> queue = new LinkedBlockingQueue<>();
    try (SmtpServer server =
        SmtpServer.start(
            List.of(new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
            new Mailbox(queue),
            SmtpLimits.DEFAULTS,
            "mx.example.org",
            Optional.of(Certificates.selfSigned(temp, "mx.example.org", Clock.systemUTC())),
            temp,
            Clock.systemUTC())) {
      send(server.addresses().getFirst());
      try (MessageData message = queue.poll(30, TimeUnit.SECONDS)) {
        assertThat(message).isNotNull();
        assertThat(message.bytes()).asString().isEqualTo("Subject: hello\r\n\r\nworld\r\n");
      }
      server.drain(Duration.ofSeconds(5));
    }
  }

  private static void send(InetSocketAddress address) throws IOException {
    try (RawClient client = new RawClient(address)) {
      client.greet().begin();
      client.send("Subject: hello\r\n\r\nworld\r\n.\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.reply()).containsExactly("250 2.0.0 queued");
    }
  }
}
