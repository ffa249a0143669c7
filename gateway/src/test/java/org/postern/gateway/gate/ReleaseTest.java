package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.postern.gateway.gate.GateFixtures.envelope;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Category;
import org.postern.gateway.spool.MemorySpool;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.MemoryQuarantine;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.MemoryTrack;
import org.postern.mail.smtp.Envelope;

/// Messages that leave the quarantine.
class ReleaseTest {

  private static final byte[] MAIL =
      "From: a@client.example\r\nSubject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);

  private final MemorySpool spool = new MemorySpool();
  private final MemoryTrack track = new MemoryTrack();
  private final List<Spooled> submitted = new CopyOnWriteArrayList<>();
  private final List<String> heard = new ArrayList<>();

  @Test
  void a_release_that_cannot_leave_the_quarantine_is_not_delivered() throws Exception {
    MemoryQuarantine entries = new MemoryQuarantine();
    entries.hold(List.of(held()), MAIL);
    Release release =
        new Release(
            new Stuck(entries),
            spool,
            submitted::add,
            track,
            (held, _) -> heard.add(held.rcpt()),
            Clock.systemUTC());

    assertThatIOException()
        .isThrownBy(() -> release.release(Optional.empty(), GateFixtures.REF, Optional.empty()));

    assertThat(spool.list()).isEmpty();
    assertThat(submitted).isEmpty();
    assertThat(heard).isEmpty();
    assertThat(entries.entries(Optional.empty(), GateFixtures.REF)).hasSize(1);
  }

  @Test
  void a_released_message_begins_its_time_anew_with_sender_and_parameters_as_they_were()
      throws Exception {
    MemoryQuarantine entries = new MemoryQuarantine();
    entries.hold(List.of(held()), MAIL);
    Instant later = Instant.parse("2036-01-01T00:00:00Z");
    Clock clock = Clock.fixed(later, ZoneOffset.UTC);
    Release release =
        new Release(
            entries,
            spool,
            submitted::add,
            track,
            (held, octets) -> {
              assertThat(octets).isEqualTo(MAIL);
              heard.add(held.rcpt());
            },
            clock);

    assertThat(release.release(Optional.empty(), GateFixtures.REF, Optional.empty()))
        .containsExactly("b@example.org");
    assertThat(heard).containsExactly("b@example.org");

    Envelope envelope = submitted.getFirst().envelope();
    assertThat(envelope.received()).isEqualTo(later);
    assertThat(envelope.from().path().toString()).isEqualTo("a@client.example");
    assertThat(envelope.to())
        .extracting(one -> one.address().toString())
        .containsOnly("b@example.org");
    assertThat(entries.entries(Optional.empty(), GateFixtures.REF)).isEmpty();
    assertThat(release.release(Optional.empty(), GateFixtures.REF, Optional.empty())).isEmpty();
  }

  private static Held held() {
    Envelope envelope =
        envelope(
            GateFixtures.from("a@client.example"),
            "c.example",
            "192.0.2.1",
            GateFixtures.to("b@example.org"));
    return new Held(
        new TenantId("alpha"),
        GateFixtures.REF,
        envelope.received(),
        "b@example.org",
        "a@client.example",
        "x",
        "",
        Category.SUSPECTED_SPAM,
        6,
        MAIL.length,
        HeldEnvelope.write(envelope, envelope.to().getFirst()),
        Clock.systemUTC().instant().plus(Duration.ofDays(1)));
  }

  /// A quarantine out of which nothing goes.
  private record Stuck(MemoryQuarantine entries) implements Quarantine {
    @Override
    public void hold(List<Held> held, byte[] message) {
      entries.hold(held, message);
    }

    @Override
    public void list(
        Optional<TenantId> tenant, Query query, java.util.function.Consumer<Held> receiver) {
      entries.list(tenant, query, receiver);
    }

    @Override
    public List<Held> entries(Optional<TenantId> tenant, String ref) {
      return entries.entries(tenant, ref);
    }

    @Override
    public Optional<byte[]> message(TenantId tenant, String ref) {
      return entries.message(tenant, ref);
    }

    @Override
    public boolean claim(TenantId tenant, String ref, String rcpt) {
      return entries.claim(tenant, ref, rcpt);
    }

    @Override
    public void unclaim(TenantId tenant, String ref, String rcpt) {
      entries.unclaim(tenant, ref, rcpt);
    }

    @Override
    public boolean remove(TenantId tenant, String ref, String rcpt) throws IOException {
      throw new IOException("the disk is broken on purpose");
    }

    @Override
    public long expire(java.time.Instant now) {
      return entries.expire(now);
    }
  }
}
