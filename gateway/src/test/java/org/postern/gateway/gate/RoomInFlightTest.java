package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.relay.RelayLimits;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.mail.auth.Authenticator;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.RecordType;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.Transactions;

/// Messages that wait for the DNS after their last dot take no room in flight from others. The room
/// is that of one message and a half here.
@Timeout(60)
class RoomInFlightTest {

  private static final int SIZE = 20_000;
  private static final int WAITING = 20;

  private final CountDownLatch slowAnswers = new CountDownLatch(1);
  private final AtomicInteger asking = new AtomicInteger();
  private final FakeUpstream upstream = FakeUpstream.start();
  private final GateParts parts = new GateParts(RelayLimits.STANDARD.withConnections(2 * WAITING));
  private Gate gate;

  @BeforeEach
  void open() {
    serve("queued.example", DomainSettings.Mode.QUEUE);
    serve("proxied.example", DomainSettings.Mode.PROXY);
    parts.room = SIZE * 3 / 2;
    parts.authenticator =
        Optional.of(
            new Authenticator(this::lookup, GateParts.NAME, parts.workers, Clock.systemUTC()));
    gate = parts.gate();
  }

  private void serve(String domain, DomainSettings.Mode mode) {
    parts.serve(domain, upstream.port(), DomainSettings.STANDARD.withMode(mode));
  }

  @AfterEach
  void close() throws Exception {
    slowAnswers.countDown();
    parts.close();
    upstream.close();
  }

  @ParameterizedTest
  @CsvSource({
    "queued.example, true", "queued.example, false",
    "proxied.example, true", "proxied.example, false"
  })
  void others_pass_while_messages_wait_for_the_dns(String domain, boolean inMemory)
      throws Exception {
    List<CompletableFuture<Reply>> slow = new ArrayList<>();
    for (int i = 0; i < WAITING; i++) {
      slow.add(begin("slow.example", domain, inMemory));
    }
    await().until(() -> asking.get() >= 2 * WAITING); // SPF and DMARC of each.

    for (int i = 0; i < WAITING; i++) {
      assertThat(begin("quick.example", domain, inMemory).join().code()).isEqualTo(250);
    }
    assertThat(slow).noneMatch(CompletableFuture::isDone);

    slowAnswers.countDown();
    List<Integer> codes = slow.stream().map(one -> one.join().code()).toList();
    assertThat(codes).allMatch(code -> code == 250 || code == 451).contains(250);
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void a_message_that_broke_while_it_was_asked_about_gives_its_room_back() throws Exception {
    MessageData broken = data("quick.example", false, true);
    assertThat(
            parts
                .workers
                .submit(() -> send("quick.example", "queued.example", broken))
                .get()
                .code())
        .isEqualTo(451);
    assertThat(gate.drain(Duration.ZERO)).isTrue();
    assertThat(begin("quick.example", "queued.example", false).join().code()).isEqualTo(250);
  }

  private CompletableFuture<Reply> begin(String sender, String domain, boolean inMemory) {
    return CompletableFuture.supplyAsync(
        () -> send(sender, domain, data(sender, inMemory, false)), parts.workers);
  }

  private Reply send(String sender, String domain, MessageData data) {
    Envelope envelope =
        GateFixtures.envelope(
            GateFixtures.from("a@" + sender),
            "c." + sender,
            "192.0.2.1",
            GateFixtures.to("b@" + domain));
    Transactions.Conversation session = gate.open(envelope.client());
    try {
      session.hello(envelope.hello());
      session.mail(envelope.from());
      Reply reply = session.rcpt(envelope.to().getFirst());
      assertThat(reply.code()).as(reply.summary()).isEqualTo(250);
      return session.message(data).last();
    } finally {
      session.closed();
    }
  }

  private static MessageData data(String sender, boolean inMemory, boolean broken) {
    String text = "From: a@" + sender + "\r\nSubject: x\r\n\r\n" + "x".repeat(SIZE) + "\r\n";
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    return new MessageData() {
      @Override
      public long size() {
        return octets.length;
      }

      @Override
      public byte[] bytes() {
        if (broken) {
          throw new IllegalStateException("broken on purpose");
        }
        return octets.clone();
      }

      @Override
      public boolean inMemory() {
        return inMemory;
      }

      @Override
      public void close() {}
    };
  }

  private Answer lookup(String name, RecordType type, Duration atMost) {
    if (!name.endsWith("slow.example")) {
      return new Answer.NoDomain();
    }
    asking.incrementAndGet();
    try {
      return slowAnswers.await(atMost.toNanos(), TimeUnit.NANOSECONDS)
          ? new Answer.NoDomain()
          : new Answer.Failed(Answer.Why.TIMEOUT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.Failed(Answer.Why.INTERRUPTED);
    }
  }
}
