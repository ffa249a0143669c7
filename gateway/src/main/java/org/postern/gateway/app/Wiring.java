package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import org.postern.gateway.config.Config;
import org.postern.gateway.gate.Release;
import org.postern.gateway.learning.Learning;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.tenant.Domains;
import org.postern.gateway.track.TrackLimits;
import org.postern.gateway.track.Tracker;

/// The only place where implementations are chosen.
public final class Wiring implements Program {

  @Override
  public Stores stores(Path data) {
    return SqliteStores.open(data, InstantSource.system());
  }

  @Override
  public RunningGateway start(Config config) throws IOException {
    return Node.start(config, Clock.systemUTC());
  }

  /// Opens the spool itself, which fails while a gateway has it; nothing is delivered, what is
  /// released or retried waits for the gateway.
  @Override
  public <T> T whileStopped(Config config, Asking<T> action) throws IOException {
    Clock clock = Clock.systemUTC();
    Path data = Files.createDirectories(config.node().data());
    try (SqliteStores stores = SqliteStores.open(data, clock);
        Tracker tracker =
            new Tracker(stores.mailLog(), stores.explanations(), TrackLimits.STANDARD)) {
      Domains domains = new Domains(stores.tenants()::version, stores.tenants()::domains);
      domains.refreshIfChanged();
      try (Delivery delivery =
          Delivery.open(
              config,
              Hostname.of(config),
              domains,
              stores.recipients(),
              tracker,
              clock,
              new SecureRandom())) {
        delivery.queue().close();
        delivery.queue().restore();
        Learning learning = Node.learning(config, stores, domains, clock);
        SeenRecipients seen = new SeenRecipients(delivery.recipients(), data);
        seen.restore();
        return Admitting.whileStopped(
            config,
            clock,
            new SecureRandom(),
            outbreaks ->
                action.ask(
                    new SpoolOperations(
                        delivery.spool(),
                        delivery.queue(),
                        seen,
                        name -> domains.snapshot().find(name),
                        new Release(
                            stores.quarantine(),
                            delivery.spool(),
                            _ -> {},
                            tracker,
                            new Released(new Teacher(learning), outbreaks),
                            clock),
                        learning,
                        outbreaks)));
      }
    }
  }
}
