package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.gateway.FakeUpstream;
import org.postern.mail.dns.Trick;
import org.postern.mail.dns.ZoneServer;
import org.slf4j.LoggerFactory;

/// Senders whose name servers are hostile, over SMTP to the whole gateway, with a name server on
/// UDP and TCP.
@Timeout(120)
class HostileDnsTest {

  private static final int HANGING = 40;
  private static final int OTHERS = 20;

  @TempDir Path data;
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeUpstream upstream = FakeUpstream.start();
  private final Kept kept = new Kept();
  private final Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private ZoneServer zone;

  /// What was logged as a failure of ours.
  private static final class Kept extends AppenderBase<ILoggingEvent> {
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null) {
        failures.add(event.getLoggerName() + ": " + event.getFormattedMessage());
      }
    }
  }

  @BeforeEach
  void open() throws IOException {
    zone =
        ZoneServer.of(
            "good.example TXT \"v=spf1 ip4:127.0.0.1 -all\"",
            "good.example MX 10 mx.good.example.",
            "mx.good.example A 127.0.0.1",
            "client.example A 127.0.0.1",
            "_dmarc.good.example TXT \"v=DMARC1; p=reject\"");
    kept.start();
    log.addAppender(kept);
  }

  @AfterEach
  void close() throws IOException {
    log.detachAppender(kept);
    clients.shutdownNow();
    zone.close();
    upstream.close();
  }

  @Test
  void no_answer_of_a_hostile_server_makes_a_pass_a_refusal_or_a_failure_of_ours()
      throws Exception {
    for (Trick trick : Trick.values()) {
      zone.trick(domain(trick), trick);
    }
    Map<Trick, CompletableFuture<String>> replies = new LinkedHashMap<>();
    try (RealGateway gateway = start("  timeout: 400ms\n  rounds: 1\n")) {
      for (Trick trick : Trick.values()) {
        replies.put(trick, begin(gateway, domain(trick)));
      }
      replies.forEach(
          (trick, reply) -> assertThat(reply.join()).as(trick.name()).startsWith("250"));
      assertThat(begin(gateway, "good.example").join()).startsWith("250");
      List<FakeUpstream.Received> all = upstream.await(replies.size() + 1);
      for (Trick trick : Trick.values()) {
        assertThat(results(all, domain(trick)))
            .as(trick.name())
            .contains("spf=temperror", "dmarc=temperror")
            .doesNotContain("=pass");
      }
      assertThat(results(all, "good.example")).contains("spf=pass", "dmarc=pass");
    }
    assertThat(zone.tricked()).isGreaterThan(3 * Trick.values().length);
    assertThat(kept.failures).isEmpty();
  }

  /// Counted, not timed: the others have all ended before one of those that hang has.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sessions_that_wait_for_a_silent_server_hold_up_no_others(boolean wholeServer)
      throws Exception {
    try (RealGateway gateway = start("  timeout: 2s\n  rounds: 2\n")) {
      begin(gateway, "good.example").join();
      Duration alone = others(gateway);
      if (wholeServer) {
        zone.mood(ZoneServer.Mood.SILENT);
      } else {
        zone.trick("hostile.example", Trick.SILENCE);
      }
      int before = zone.datagrams();
      List<CompletableFuture<String>> hanging =
          IntStream.range(0, HANGING)
              .mapToObj(i -> begin(gateway, "n" + i + ".hostile.example"))
              .toList();
      await().until(() -> zone.datagrams() - before >= HANGING);

      Duration beside = others(gateway);
      assertThat(hanging).as("ended before the others").noneMatch(CompletableFuture::isDone);

      hanging.forEach(one -> assertThat(one.join()).startsWith("250"));
      System.out.println(
          OTHERS
              + " sessions: alone "
              + alone.toMillis()
              + " ms, beside "
              + HANGING
              + " that hang "
              + beside.toMillis()
              + " ms");
    }
    assertThat(kept.failures).isEmpty();
  }

  private Duration others(RealGateway gateway) {
    long begun = System.nanoTime();
    for (int i = 0; i < OTHERS; i++) {
      assertThat(send(gateway, "good.example")).startsWith("250");
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static String domain(Trick trick) {
    return trick.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".hostile.example";
  }

  private RealGateway start(String dns) throws IOException {
    return RealGateway.start(
        data,
        List.of(
            List.of(
                "served.example",
                "--route",
                "127.0.0.1:" + upstream.port(),
                "--set",
                "on-suspected-spam=deliver")),
        "dns:\n  servers: [\"127.0.0.1:" + zone.address().getPort() + "\"]\n" + dns);
  }

  private CompletableFuture<String> begin(RealGateway gateway, String sender) {
    return CompletableFuture.supplyAsync(() -> send(gateway, sender), clients);
  }

  /// The first refusal, or the reply to the last dot.
  private static String send(RealGateway gateway, String sender) {
    try (RealGateway.Talk talk = gateway.talk()) {
      for (String line :
          List.of("MAIL FROM:<a@" + sender + ">", "RCPT TO:<b@served.example>", "DATA")) {
        String reply = talk.ask(line);
        if (reply.startsWith("4") || reply.startsWith("5")) {
          return reply;
        }
      }
      talk.send(
          "DKIM-Signature: v=1; a=rsa-sha256; d="
              + sender
              + "; s=s; h=from;\r\n bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=YQ==\r\n"
              + "From: <a@"
              + sender
              + ">\r\nTo: <b@served.example>\r\nSubject: x\r\n"
              + "Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@"
              + sender
              + ">\r\n\r\nHello\r\n.\r\n");
      return talk.reply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String results(List<FakeUpstream.Received> all, String sender) {
    String text =
        all.stream()
            .map(FakeUpstream.Received::text)
            .filter(one -> one.contains("From: <a@" + sender + ">"))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(text.replaceAll("\r\n[ \t]+", " ").split("\r\n", -1))
        .filter(line -> line.startsWith("Authentication-Results: mx.gateway.example"))
        .findFirst()
        .orElseThrow();
  }
}
