package org.postern.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.relay.Mails.BODY;
import static org.postern.gateway.relay.Mails.mail;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.SmtpSink;
import org.postern.gateway.relay.RecipientResult.Delivered;
import org.postern.gateway.relay.RecipientResult.Permanent;
import org.postern.gateway.relay.RecipientResult.Temporary;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpClientTls;

/// The relay against a server we did not write, with each fault it can be told to have.
class SmtpSinkTest {

  private SmtpClient client = client(Duration.ofSeconds(20));
  private Relay relay = relay(client);

  @AfterEach
  void stop() {
    relay.close();
    client.close();
  }

  private static SmtpClient client(Duration patience) {
    return new SmtpClient(
        "gate.example", SmtpClientLimits.STANDARD.atMost(patience), SmtpClientTls.unverified());
  }

  private static Relay relay(SmtpClient client) {
    return new Relay(
        client,
        HostLookup.SYSTEM,
        RelayLimits.STANDARD,
        _ -> false,
        InstantSource.system(),
        new Random(1));
  }

  @Test
  void takes_everything() {
    assertThat(deliver()).hasOnlyElementsOfType(Delivered.class).hasSize(3);
  }

  @Test
  void takes_everything_without_esmtp_or_pipelining() {
    assertThat(deliver("-e")).hasOnlyElementsOfType(Delivered.class);
    assertThat(deliver("-p")).hasOnlyElementsOfType(Delivered.class);
  }

  @Test
  void a_connection_cut_at_the_final_dot_is_temporary() {
    assertThat(deliver("-q", ".")).hasOnlyElementsOfType(Temporary.class);
  }

  @Test
  void a_connection_cut_at_each_earlier_step_is_temporary() {
    for (String step : List.of("connect", "ehlo", "mail", "rcpt", "data")) {
      assertThat(deliver("-q", step)).as(step).hasOnlyElementsOfType(Temporary.class);
    }
  }

  @Test
  void a_421_at_each_step_is_temporary() {
    for (String step : List.of("connect", "ehlo", "mail", "rcpt", "data", ".")) {
      assertThat(deliver("-Q", step)).as(step).hasOnlyElementsOfType(Temporary.class);
    }
  }

  @Test
  void a_soft_refusal_at_each_step_is_temporary() {
    for (String step : List.of("connect", "ehlo", "mail", "rcpt", "data", ".")) {
      assertThat(deliver("-r", step)).as(step).hasOnlyElementsOfType(Temporary.class);
    }
  }

  @Test
  void a_hard_refusal_of_the_message_is_permanent() {
    for (String step : List.of("mail", "rcpt", "data", ".")) {
      List<RecipientResult> results = deliver("-f", step);
      assertThat(results).as(step).hasOnlyElementsOfType(Permanent.class);
      assertThat(results.getFirst().reply().code()).as(step).isBetween(500, 554);
    }
  }

  @Test
  void a_server_that_hangs_is_left() {
    stop();
    client = client(Duration.ofMillis(1500));
    relay = relay(client);
    assertThat(deliver("-w", "30")).hasOnlyElementsOfType(Temporary.class);
    assertThat(deliver("-W", ".:30")).hasOnlyElementsOfType(Temporary.class);
  }

  @Test
  void a_server_that_reads_slowly_gets_a_large_message_in_the_end() {
    byte[] large = Mails.ascii("Subject: x\r\n\r\n" + "0123456789\r\n".repeat(20_000));
    try (var sink = SmtpSink.start("-T", "1024")) {
      assertThat(relay.deliver(mail(large, "x@example.com"), route(sink)))
          .hasOnlyElementsOfType(Delivered.class);
    }
  }

  @Test
  void many_at_once_all_arrive() throws Exception {
    try (var sink = SmtpSink.start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<List<RecipientResult>> one =
          () -> relay.deliver(mail(BODY, "x@example.com"), route(sink));
      for (var result : threads.invokeAll(IntStream.range(0, 300).mapToObj(_ -> one).toList())) {
        assertThat(result.get()).hasOnlyElementsOfType(Delivered.class);
      }
    }
  }

  private List<RecipientResult> deliver(String... options) {
    try (var sink = SmtpSink.start(options)) {
      return relay.deliver(
          mail(BODY, "x@example.com", "y@example.com", "z@example.com"), route(sink));
    }
  }

  private static Route route(SmtpSink sink) {
    return new Route(
        List.of(new NextHop("127.0.0.1", sink.port(), 10)),
        SmtpClientTls.OPPORTUNISTIC,
        Duration.ofDays(7));
  }
}
