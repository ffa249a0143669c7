package org.postern.gateway.admit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.store.Counters;
import org.postern.gateway.store.Counters.Count;
import org.postern.gateway.store.Counters.Kind;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

/// A network that asks for many recipients that do not exist, and for more of them than of those
/// that do, is told to come later, whichever recipients it asks for: before anybody looks for them,
/// so that neither words nor time say who exists. Thread-safe: [Counters].
public final class Harvest implements Admission {

  static final Kind UNKNOWN = new Kind("unknown-recipients", Duration.ofHours(1), 1 << 15);
  static final Kind TAKEN = new Kind("taken-recipients", Duration.ofHours(1), 1 << 15);
  static final Kind STOPPED = new Kind("harvesters", Duration.ofHours(6), 1 << 14);

  /// What is counted.
  public static final List<Kind> KINDS = List.of(UNKNOWN, TAKEN, STOPPED);

  private final Settings settings;
  private final Counters counters;
  private final InstantSource clock;

  /// @param unknown recipients that do not exist, of one network in about an hour; 0 for no limit
  /// @param time how long a network that asked for so many is told to come later
  public record Settings(int unknown, Duration time) {}

  public Harvest(Settings settings, Counters counters, InstantSource clock) {
    this.settings = settings;
    this.counters = counters;
    this.clock = clock;
  }

  @Override
  public Visit open(Client client) {
    return settings.unknown == 0 ? new Visit() {} : new Watched(Origin.of(client).network());
  }

  private final class Watched implements Visit {

    private final String network;

    Watched(String network) {
      this.network = network;
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
      Count stopped = counters.count(STOPPED, network);
      if (stopped.value() <= 0) {
        return Optional.empty();
      }
      if (!clock.instant().isBefore(stopped.since().plus(settings.time))) {
        counters.forget(STOPPED, network);
        return Optional.empty();
      }
      return Optional.of(
          new Refused(
              GateTest.HARVEST,
              421,
              "4.7.0",
              "Too many unknown recipients from your network, try again later"));
    }

    @Override
    public void unknown(Recipient recipient, Domain domain) {
      double unknown = counters.add(UNKNOWN, network, 1).value();
      if (unknown >= settings.unknown && unknown > counters.count(TAKEN, network).value()) {
        counters.add(STOPPED, network, 1);
        counters.forget(UNKNOWN, network);
      }
    }

    @Override
    public void accepted(MailFrom from, Recipient recipient, Domain domain) {
      counters.add(TAKEN, network, 1);
    }

    @Override
    public List<Observation> learnt() {
      double unknown = counters.count(UNKNOWN, network).value();
      boolean stopped = counters.count(STOPPED, network).value() > 0;
      boolean many = unknown * 2 >= settings.unknown;
      if (!stopped && !(many && unknown > counters.count(TAKEN, network).value())) {
        return List.of();
      }
      return List.of(
          new Observation(
              GateTest.HARVEST,
              stopped ? 1 : Math.min(1, unknown / settings.unknown),
              List.of(
                  stopped
                      ? network + " was stopped for unknown recipients"
                      : "%s: %.0f unknown recipients".formatted(network, unknown))));
    }
  }
}
