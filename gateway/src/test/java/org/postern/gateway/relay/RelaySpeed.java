package org.postern.gateway.relay;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.engine.verdict.Category;
import org.postern.gateway.SmtpSink;
import org.postern.gateway.spool.MemorySpool;
import org.postern.gateway.spool.Progress.Judged;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpClientTls;

/// How fast the queue delivers to smtp-sink from a spool in memory: a program, not a test.
///
/// Arguments: messages, deliveries at once, octets of a message.
final class RelaySpeed {

  private static final MailTrack DELIVERIES_ONLY =
      new MailTrack() {
        @Override
        public void log(LogRow row) {
          if (!row.disposition().equals("delivered")) {
            throw new IllegalStateException(row.disposition() + ": " + row.status());
          }
        }

        @Override
        public void explain(Explanations.Stored explanation) {}
      };

  private RelaySpeed() {}

  public static void main(String[] args) throws Exception {
    int messages = Integer.parseInt(args[0]);
    int atOnce = Integer.parseInt(args[1]);
    byte[] body =
        Mails.ascii(
            "Subject: x\r\n\r\n"
                + "0123456789abcdef"
                    .repeat(4)
                    .concat("\r\n")
                    .repeat(Integer.parseInt(args[2]) / 66));
    var client =
        new SmtpClient("gate.example", SmtpClientLimits.STANDARD, SmtpClientTls.unverified());
    try (var sink = SmtpSink.start();
        var relay =
            new Relay(
                client,
                HostLookup.SYSTEM,
                RelayLimits.STANDARD.withConnections(atOnce),
                _ -> false,
                InstantSource.system(),
                new Random())) {
      var route =
          new Route(
              List.of(new NextHop("127.0.0.1", sink.port(), 10)),
              SmtpClientTls.OPPORTUNISTIC,
              Duration.ofDays(7));
      var spool = new MemorySpool();
      var queue =
          new Queue(
              "gate.example",
              spool,
              relay,
              _ -> Optional.of(route),
              Composer.PREPEND,
              Witness.NONE,
              DELIVERIES_ONLY,
              QueueSettings.STANDARD,
              InstantSource.system(),
              new Random());
      for (int round = 0; round < 4; round++) {
        round(queue, spool, sink, messages, atOnce, body);
      }
    } finally {
      client.close();
    }
  }

  private static void round(
      Queue queue, MemorySpool spool, SmtpSink sink, int messages, int atOnce, byte[] body)
      throws Exception {
    var bean =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = bean.getProcessCpuTime();
    Duration sinkCpu = sink.cpu();
    long start = System.nanoTime();
    var left = new AtomicInteger(messages);
    var done = new CountDownLatch(atOnce);
    var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    var random = new Random(1);
    for (int i = 0; i < atOnce; i++) {
      Thread.ofVirtual()
          .start(() -> {
            while (left.getAndDecrement() > 0) {
              Instant now = Instant.now();
              var to = Mails.to("x@example.com");
              var envelope =
                  new Envelope(
                      Reference.create(now, random),
                      new Client(here, here),
                      new Hello("client.example", true),
                      Optional.empty(),
                      Mails.FROM,
                      List.of(to),
                      now);
              var pending =
                  new Pending(to, "acme", Category.CLEAN, 0, "X-Test: 1\r\n", "", 0, now, "");
              try {
                queue.deliver(
                    spool.commit(
                        envelope,
                        MessageData.of(body),
                        new Judged(List.of(pending), false, "x", "")));
              } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
              }
            }
            done.countDown();
          });
    }
    done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!spool.list().isEmpty()) {
      throw new IllegalStateException(spool.list().size() + " messages were not delivered");
    }
    System.out.printf(
        java.util.Locale.ROOT,
        "%d messages of %d octets, %d at once: %.0f msg/s, %.3f ms CPU each, sink %.3f ms%n",
        messages,
        body.length,
        atOnce,
        messages / seconds,
        (bean.getProcessCpuTime() - cpu) / 1e6 / messages,
        sink.cpu().minus(sinkCpu).toNanos() / 1e6 / messages);
  }
}
