package org.postern.gateway.gate;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.learning.Filters;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.gateway.recipients.RecipientCheck;
import org.postern.gateway.recipients.RecipientLimits;
import org.postern.gateway.relay.HostLookup;
import org.postern.gateway.relay.Relay;
import org.postern.gateway.relay.RelayLimits;
import org.postern.gateway.spool.MemorySpool;
import org.postern.gateway.spool.Spooled;
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
import org.postern.mail.auth.Authenticator;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpClientTls;

/// What a gate is made of, in memory: a test exchanges what it wants to before it asks for the
/// gate.
final class GateParts implements AutoCloseable {

  static final String NAME = "mx.example.org";

  final MemorySpool spool = new MemorySpool();
  final MemoryTrack track = new MemoryTrack();

  /// What the gate passed on.
  final List<Spooled> submitted = new CopyOnWriteArrayList<>();

  final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  final Engine findsNothing = new Engine(List.of(), EngineLimits.standard());

  long room = 1 << 20;
  Admission admission = Admission.OPEN;
  Optional<Authenticator> authenticator = Optional.empty();
  Engine engine = findsNothing;
  Quarantine quarantine = new MemoryQuarantine();
  Outbound outbound = submitted::add;
  MailTrack log = track;

  private final Map<String, Domain> domains = new ConcurrentHashMap<>();
  private final SmtpClient client =
      new SmtpClient(NAME, SmtpClientLimits.STANDARD, SmtpClientTls.unverified());
  private final Relay relay;
  private final RecipientCheck recipients;

  GateParts() {
    this(RelayLimits.STANDARD);
  }

  GateParts(RelayLimits limits) {
    this.relay =
        new Relay(
            client, HostLookup.SYSTEM, limits, _ -> false, Clock.systemUTC(), new SecureRandom());
    this.recipients =
        new RecipientCheck(
            relay,
            new MemoryRecipients(),
            this::domain,
            RecipientLimits.STANDARD,
            Clock.systemUTC(),
            new SecureRandom());
  }

  /// Takes mail for a domain whose next hop listens at a port of this machine.
  void serve(String name, int port, DomainSettings settings) {
    List<NextHop> hops = List.of(new NextHop("127.0.0.1", port, 10));
    domains.put(name, new Domain(new TenantId("alpha"), name, hops, settings));
  }

  private Optional<Domain> domain(String name) {
    return Optional.ofNullable(domains.get(name));
  }

  Gate gate() {
    return new Gate(
        new Gate.Parts(
            new GateSettings(
                NAME, 50, room, Duration.ofSeconds(1), Duration.ofMillis(20), Optional.empty()),
            this::domain,
            () -> ListSnapshot.EMPTY,
            () -> UserSnapshot.EMPTY,
            admission,
            authenticator,
            new MimeParser(MimeLimits.DEFAULT),
            engine,
            Filters.NONE,
            spool,
            quarantine,
            outbound,
            relay,
            recipients,
            log,
            workers,
            timer,
            Clock.systemUTC(),
            new SecureRandom()));
  }

  @Override
  public void close() {
    recipients.close();
    relay.close();
    client.close();
    findsNothing.close();
    timer.shutdownNow();
    workers.shutdownNow();
  }
}
