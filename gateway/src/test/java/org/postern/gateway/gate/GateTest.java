package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.postern.gateway.gate.GateFixtures.envelope;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.spool.Progress;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MemoryQuarantine;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.Transactions;

/// The gate between stores in memory and a way out that can break.
class GateTest {

  private static final byte[] MAIL =
      "From: a@client.example\r\nSubject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);

  private final GateParts parts = new GateParts();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger learnt = new AtomicInteger();
  private final AtomicInteger visitsOver = new AtomicInteger();
  private boolean logBroken;

  @BeforeEach
  void open() {
    parts.serve("example.org", 1, DomainSettings.STANDARD);
    parts.admission = new Counting();
    parts.log = new BreakableLog();
    parts.outbound =
        message -> {
          if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("broken on purpose");
          }
          parts.submitted.add(message);
        };
  }

  @AfterEach
  void close() {
    parts.close();
  }

  @Test
  void a_message_whose_disposal_breaks_is_tried_again_and_frees_its_room() throws Exception {
    failures.set(2);
    Gate gate = parts.gate();

    assertThat(send(gate).code()).isEqualTo(250);

    await().until(() -> parts.submitted.size() == 1);
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
    assertThat(parts.spool.list()).hasSize(1);
  }

  @Test
  void what_a_message_was_is_learnt_once_however_often_its_disposal_breaks() throws Exception {
    failures.set(3);
    Gate gate = parts.gate();

    assertThat(send(gate).code()).isEqualTo(250);

    await().until(() -> parts.submitted.size() == 1 && learnt.get() > 0);
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
    assertThat(learnt).hasValue(1);
  }

  @Test
  void what_a_message_was_is_learnt_when_the_next_hop_has_said_more_than_later() {
    Gate gate = parts.gate();
    try (FakeUpstream upstream = FakeUpstream.start()) {
      parts.serve(
          "proxied.example",
          upstream.port(),
          DomainSettings.STANDARD.withMode(DomainSettings.Mode.PROXY));
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
    Gate gate = parts.gate();
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
    Gate gate = parts.gate();
    String forged = "X-Postern-Released: yes\r\n" + new String(MAIL, StandardCharsets.US_ASCII);

    assertThat(send(gate, forged.getBytes(StandardCharsets.US_ASCII)).code()).isEqualTo(250);

    await().until(() -> parts.submitted.size() == 1);
    assertThat(parts.submitted.getFirst().size()).isEqualTo(MAIL.length);
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void an_error_of_the_machine_does_not_make_a_message_forgotten() throws Exception {
    AtomicInteger left = new AtomicInteger(1);
    parts.outbound =
        message -> {
          if (left.getAndDecrement() > 0) {
            throw new StackOverflowError("on purpose");
          }
          parts.submitted.add(message);
        };
    Gate gate = parts.gate();

    assertThat(send(gate).code()).isEqualTo(250);

    await().until(() -> parts.submitted.size() == 1);
  }

  @Test
  void what_a_crash_left_is_examined_and_passed_on() throws Exception {
    Spooled left =
        parts.spool.commit(
            envelope(
                GateFixtures.from("a@client.example"),
                "c.example",
                "192.0.2.1",
                GateFixtures.to("b@example.org")),
            MessageData.of(MAIL));
    Gate gate = parts.gate();

    gate.resume(left);

    await().until(() -> parts.submitted.size() == 1);
    assertThat(parts.submitted.getFirst().id()).isEqualTo(left.id());
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
    parts.engine = slow;
    Gate gate = parts.gate();
    for (int i = 0; i < messages; i++) {
      gate.resume(
          parts.spool.commit(
              envelope(
                  GateFixtures.from("a@client.example"),
                  "c.example",
                  "192.0.2.1",
                  GateFixtures.to("b@example.org")),
              MessageData.of(MAIL)));
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> parts.submitted.size() == messages);

    assertThat(parts.submitted)
        .allMatch(one -> ((Progress.Judged) one.progress()).pending().size() == 1);
    assertThat(gate.drain(Duration.ofSeconds(5))).isTrue();
    slow.close();
  }

  @Test
  void a_message_that_cannot_be_examined_is_refused_for_the_time_being() {
    Engine broken = new Engine(List.of(new OddChecks.BrokenCheck()), EngineLimits.standard());
    parts.engine = broken;
    Gate gate = parts.gate();

    Reply reply = send(gate);

    assertThat(reply.summary()).startsWith("451 4.7.1 ").contains("(ref ");
    assertThat(parts.submitted).isEmpty();
    broken.close();
  }

  @Test
  void a_message_that_outlived_its_domain_is_held() throws Exception {
    MemoryQuarantine quarantine = new MemoryQuarantine();
    Spooled left =
        parts.spool.commit(
            envelope(
                GateFixtures.from("a@client.example"),
                "c.example",
                "192.0.2.1",
                GateFixtures.to("b@gone.example")),
            MessageData.of(MAIL));

    parts.quarantine = quarantine;
    parts.gate().resume(left);

    await().until(() -> parts.submitted.size() == 1);
    assertThat(((Progress.Judged) parts.submitted.getFirst().progress()).pending()).isEmpty();
    assertThat(quarantine.entries(Optional.of(TenantId.PLATFORM), GateFixtures.REF))
        .extracting(Held::rcpt, Held::category)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("b@gone.example", Category.CLEAN));
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
      parts.track.log(row);
    }

    @Override
    public void explain(Explanations.Stored explanation) {
      parts.track.explain(explanation);
    }
  }
}
