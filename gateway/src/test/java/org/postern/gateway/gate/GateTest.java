package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.postern.gateway.gate.GateFixtures.envelope;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.learning.Filters;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.gateway.recipients.RecipientCheck;
import org.postern.gateway.recipients.RecipientLimits;
import org.postern.gateway.relay.HostLookup;
import org.postern.gateway.relay.Relay;
import org.postern.gateway.relay.RelayLimits;
import org.postern.gateway.spool.MemorySpool;
import org.postern.gateway.spool.Progress;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MemoryQuarantine;
import org.postern.gateway.store.MemoryRecipients;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.tenant.UserSnapshot;
import org.postern.gateway.track.MailTrack;
import org.postern.gateway.track.MemoryTrack;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpClientTls;
import org.postern.mail.smtp.Transactions;

/// The gate between stores in memory and a way out that can break.
class GateTest {

  private static final byte[] MAIL =
      "From: a@client.example\r\nSubject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Domain DOMAIN =
      new Domain(
          new TenantId("alpha"),
          "example.org",
          List.of(new NextHop("127.0.0.1", 1, 10)),
          DomainSettings.STANDARD);

  private final MemorySpool spool = new MemorySpool();
  private final MemoryTrack track = new MemoryTrack();
  private final List<Spooled> submitted = new CopyOnWriteArrayList<>();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Engine engine = new Engine(List.of(), EngineLimits.standard());
  private final SmtpClient client =
      new SmtpClient("mx.example.org", SmtpClientLimits.STANDARD, SmtpClientTls.unverified());
  private final Relay relay =
      new Relay(
          client,
          HostLookup.SYSTEM,
          RelayLimits.STANDARD,
          _ -> false,
          Clock.systemUTC(),
          new SecureRandom());
  private final RecipientCheck recipients =
      new RecipientCheck(
          relay,
          new MemoryRecipients(),
          name -> name.equals("example.org") ? Optional.of(DOMAIN) : Optional.empty(),
          RecipientLimits.STANDARD,
          Clock.systemUTC(),
          new SecureRandom());
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger learnt = new AtomicInteger();
  private final AtomicInteger visitsOver = new AtomicInteger();
  private Optional<Domain> proxied = Optional.empty();
  private boolean logBroken;

  @AfterEach
  void close() throws Exception {
    recipients.close();
    relay.close();
    client.close();
    engine.close();
    timer.shutdownNow();
    workers.shutdownNow();
  }

  @Test
  void a_message_whose_disposal_breaks_is_tried_again_and_frees_its_room() throws Exception {
    failures.set(2);
    Gate gate = gate(new MemoryQuarantine(), new MimeParser(MimeLimits.DEFAULT));

    assertThat(send(gate).code()).isEqualTo(250);

    await().until(() -> submitted.size() == 1);
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
    assertThat(spool.list()).hasSize(1);
  }

  @Test
  void what_a_message_was_is_learnt_once_however_often_its_disposal_breaks() throws Exception {
    failures.set(3);
    Gate gate = gate(new MemoryQuarantine(), new MimeParser(MimeLimits.DEFAULT));

    assertThat(send(gate).code()).isEqualTo(250);

    await().until(() -> submitted.size() == 1 && learnt.get() > 0);
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
    assertThat(learnt).hasValue(1);
  }

  @Test
  void what_a_message_was_is_learnt_when_the_next_hop_has_said_more_than_later() {
    Gate gate = gate(new MemoryQuarantine(), new MimeParser(MimeLimits.DEFAULT));
    try (FakeUpstream upstream = FakeUpstream.start()) {
      proxied =
          Optional.of(
              new Domain(
                  new TenantId("alpha"),
                  "proxied.example",
                  List.of(new NextHop("127.0.0.1", upstream.port(), 10)),
                  DomainSettings.STANDARD.withMode(DomainSettings.Mode.PROXY)));
      upstream.answer(".", "451 4.3.0 later", 3);
      for (int i = 0; i < 3; i++) {
        assertThat(send(gate, MAIL, "b@proxied.example").summary()).isEqualTo("451 4.3.0 later");
      }
      assertThat(learnt).hasValue(0);
      assertThat(send(gate, MAIL, "b@proxied.example").code()).isEqualTo(250);
      assertThat(learnt).hasValue(1);
    }
  }

  @Test
  void a_connection_is_over_for_admission_even_when_the_log_is_broken() {
    Gate gate = gate(new MemoryQuarantine(), new MimeParser(MimeLimits.DEFAULT));
    Envelope envelope =
        envelope(
            GateFixtures.from("a@client.example"),
            "c.example",
            "192.0.2.1",
            GateFixtures.to("b@example.org"));
    Transactions.Conversation session = gate.open(envelope.client());
    session.mail(envelope.from());
    session.rcpt(envelope.to().getFirst());
    logBroken = true;

    assertThatIllegalStateException().isThrownBy(session::closed);

    assertThat(visitsOver).hasValue(1);
  }

  @Test
  void a_message_that_lost_forged_fields_frees_all_of_its_room() throws Exception {
    Gate gate = gate(new MemoryQuarantine(), new MimeParser(MimeLimits.DEFAULT));
    String forged = "X-Postern-Released: yes\r\n" + new String(MAIL, StandardCharsets.US_ASCII);

    assertThat(send(gate, forged.getBytes(StandardCharsets.US_ASCII)).code()).isEqualTo(250);

    await().until(() -> submitted.size() == 1);
    assertThat(submitted.getFirst().size()).isEqualTo(MAIL.length);
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void an_error_of_the_machine_does_not_make_a_message_forgotten() throws Exception {
    AtomicInteger left = new AtomicInteger(1);
    Gate gate =
        gate(
            new MemoryQuarantine(),
            new MimeParser(MimeLimits.DEFAULT),
            message -> {
              if (left.getAndDecrement() > 0) {
                throw new StackOverflowError("on purpose");
              }
              submitted.add(message);
            });

    assertThat(send(gate).code()).isEqualTo(250);

    await().until(() -> submitted.size() == 1);
  }

  @Test
  void what_a_crash_left_is_examined_and_passed_on() throws Exception {
    Spooled left =
        spool.commit(
            envelope(
                GateFixtures.from("a@client.example"),
                "c.example",
                "192.0.2.1",
                GateFixtures.to("b@example.org")),
            MessageData.of(MAIL));
    Gate gate = gate(new MemoryQuarantine(), new MimeParser(MimeLimits.DEFAULT));

    gate.resume(left);

    await().until(() -> submitted.size() == 1);
    assertThat(submitted.getFirst().id()).isEqualTo(left.id());
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void a_backlog_is_examined_in_turn_and_none_is_held_because_it_had_to_wait() throws Exception {
    int messages = 200;
    Engine slow =
        new Engine(
            List.of(new OddChecks.SlowCheck(Duration.ofMillis(15))),
            new EngineLimits(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(2), 1, 1));
    Gate gate =
        gate(new MemoryQuarantine(), new MimeParser(MimeLimits.DEFAULT), submitted::add, slow);
    for (int i = 0; i < messages; i++) {
      gate.resume(
          spool.commit(
              envelope(
                  GateFixtures.from("a@client.example"),
                  "c.example",
                  "192.0.2.1",
                  GateFixtures.to("b@example.org")),
              MessageData.of(MAIL)));
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> submitted.size() == messages);

    assertThat(submitted).allMatch(one -> ((Progress.Judged) one.progress()).pending().size() == 1);
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
    slow.close();
  }

  @Test
  void a_message_that_cannot_be_examined_is_refused_for_the_time_being() {
    Engine broken = new Engine(List.of(new OddChecks.BrokenCheck()), EngineLimits.standard());
    Gate gate =
        gate(new MemoryQuarantine(), new MimeParser(MimeLimits.DEFAULT), submitted::add, broken);

    Reply reply = send(gate);

    assertThat(reply.summary()).startsWith("451 4.7.1 ").contains("(ref ");
    assertThat(submitted).isEmpty();
    broken.close();
  }

  @Test
  void a_message_that_outlived_its_domain_is_held() throws Exception {
    MemoryQuarantine quarantine = new MemoryQuarantine();
    Spooled left =
        spool.commit(
            envelope(
                GateFixtures.from("a@client.example"),
                "c.example",
                "192.0.2.1",
                GateFixtures.to("b@gone.example")),
            MessageData.of(MAIL));

    gate(quarantine, new MimeParser(MimeLimits.DEFAULT)).resume(left);

    await().until(() -> submitted.size() == 1);
    assertThat(((Progress.Judged) submitted.getFirst().progress()).pending()).isEmpty();
    assertThat(quarantine.entries(Optional.of(TenantId.PLATFORM), GateFixtures.REF))
        .extracting(Held::rcpt, Held::category)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("b@gone.example", Category.CLEAN));
  }

  private Gate gate(Quarantine quarantine, MimeParser parser) {
    return gate(
        quarantine,
        parser,
        message -> {
          if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("broken on purpose");
          }
          submitted.add(message);
        });
  }

  private Gate gate(Quarantine quarantine, MimeParser parser, Outbound outbound) {
    return gate(quarantine, parser, outbound, engine);
  }

  private Gate gate(Quarantine quarantine, MimeParser parser, Outbound outbound, Engine examiner) {
    return new Gate(
        new Gate.Parts(
            new GateSettings(
                "mx.example.org",
                50,
                1 << 20,
                Duration.ofSeconds(1),
                Duration.ofMillis(20),
                Optional.empty()),
            name ->
                name.equals("example.org")
                    ? Optional.of(DOMAIN)
                    : proxied.filter(domain -> domain.name().equals(name)),
            () -> ListSnapshot.EMPTY,
            () -> UserSnapshot.EMPTY,
            new Counting(),
            Optional.empty(),
            parser,
            examiner,
            Filters.NONE,
            spool,
            quarantine,
            outbound,
            relay,
            recipients,
            new BreakableLog(),
            workers,
            timer,
            Clock.systemUTC(),
            new SecureRandom()));
  }

  private static Reply send(Gate gate) {
    return send(gate, MAIL);
  }

  private static Reply send(Gate gate, byte[] message) {
    return send(gate, message, "b@example.org");
  }

  private static Reply send(Gate gate, byte[] message, String to) {
    Envelope envelope =
        envelope(
            GateFixtures.from("a@client.example"), "c.example", "192.0.2.1", GateFixtures.to(to));
    Transactions.Conversation session = gate.open(envelope.client());
    session.hello(new Hello("c.example", true));
    session.mail(envelope.from());
    session.rcpt(envelope.to().getFirst());
    return session.message(MessageData.of(message)).last();
  }

  /// Lets everybody in, and counts what it is told.
  private final class Counting implements Admission {
    @Override
    public Visit open(Client client) {
      return new Visit() {
        @Override
        public void closed() {
          visitsOver.incrementAndGet();
        }
      };
    }

    @Override
    public void judged(Case mail, List<Verdict> verdicts) {
      learnt.incrementAndGet();
    }
  }

  private final class BreakableLog implements MailTrack {
    @Override
    public void log(LogRow row) {
      if (logBroken) {
        throw new IllegalStateException("the log is broken on purpose");
      }
      track.log(row);
    }

    @Override
    public void explain(Explanations.Stored explanation) {
      track.explain(explanation);
    }
  }
}
