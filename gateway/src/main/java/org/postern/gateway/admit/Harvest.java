package org.postern.gateway.admit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.store.Counters;
import org.postern.gateway.store.Counters.Count;
import org.postern.gateway.store.Counters.Kind;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

/// A network that asks a tenant for many recipients that do not exist, and for more of them than of
/// those that do, is told to come later, whichever recipients of that tenant it asks for: before
/// anybody looks for them, so that neither words nor time say who exists. Ten times as many are too
/// many however many exist, for a harvester may know some.
///
/// Only who was asked for by name counts as existing, not who is taken unasked; and an address
/// counts once in a session, this way or that. Tenants are counted apart: a list that is half
/// loaded must not cost others their mail. Thread-safe: [Counters].
public final class Harvest implements Admission {

  static final Kind UNKNOWN = new Kind("unknown-recipients", Duration.ofHours(1), 1 << 15);
  static final Kind KNOWN = new Kind("known-recipients", Duration.ofHours(1), 1 << 15);
  static final Kind STOPPED = new Kind("harvesters", Duration.ofHours(6), 1 << 14);

  /// What is counted.
  public static final List<Kind> KINDS = List.of(UNKNOWN, KNOWN, STOPPED);

  private static final int HOWEVER_MANY_EXIST = 10;
  // Of one session; behind them all that do not exist count, and none that do.
  private static final int MOST_ADDRESSES = 1_000;

  private final Settings settings;
  private final Counters counters;
  private final InstantSource clock;

  /// @param unknown recipients that do not exist, that a network asks a tenant for in about an
  ///   hour; 0 for no limit
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

  /// Under which a network is counted at the tenant of a domain.
  static String key(String network, Domain domain) {
    return network + " at " + domain.tenant();
  }

  /// How many unknown recipients there were beyond the known ones; below 0 where there were fewer.
  static double beyondKnown(Counters counters, String key) {
    return counters.count(UNKNOWN, key).value() - counters.count(KNOWN, key).value();
  }

  private boolean tooMany(String key, double unknown) {
    return unknown >= (double) settings.unknown * HOWEVER_MANY_EXIST
        || (unknown >= settings.unknown && beyondKnown(counters, key) > 0);
  }

  private final class Watched implements Visit {

    private final String network;
    private final Set<String> addresses = new HashSet<>();
    // Of the recipients of this transaction that were taken.
    private final Set<String> keys = new TreeSet<>();

    Watched(String network) {
      this.network = network;
    }

    @Override
    public Optional<Refused> mail(MailFrom from) {
      keys.clear();
      return Optional.empty();
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
      String key = key(network, domain);
      Count stopped = counters.count(STOPPED, key);
      if (stopped.value() <= 0) {
        return Optional.empty();
      }
      if (!clock.instant().isBefore(stopped.since().plus(settings.time))) {
        counters.forget(STOPPED, key);
        return Optional.empty();
      }
      // 421 ends the session, and with it the mail to those who were taken before.
      return Optional.of(keys.isEmpty() ? refused(421, "4.7.0") : refused(451, "4.7.1"));
    }

    private static Refused refused(int code, String status) {
      return new Refused(
          GateTest.HARVEST,
          code,
          status,
          "Too many unknown recipients from your network, try again later");
    }

    // In other letters, or with another detail, it is no other.
    private static String mailbox(Recipient recipient, Domain domain) {
      List<String> names = domain.settings().recipientRules().listed(recipient.address().local());
      return RecipientRules.folded(names.getLast()) + "@" + domain.name();
    }

    @Override
    public void unknown(Recipient recipient, Domain domain) {
      boolean full = addresses.size() >= MOST_ADDRESSES;
      if (!full && !addresses.add(mailbox(recipient, domain))) {
        return;
      }
      String key = key(network, domain);
      if (tooMany(key, counters.add(UNKNOWN, key, 1).value())) {
        counters.add(STOPPED, key, 1);
        counters.forget(UNKNOWN, key);
      }
    }

    @Override
    public void known(Recipient recipient, Domain domain) {
      if (addresses.size() < MOST_ADDRESSES && addresses.add(mailbox(recipient, domain))) {
        counters.add(KNOWN, key(network, domain), 1);
      }
    }

    @Override
    public void accepted(MailFrom from, Recipient recipient, Domain domain) {
      keys.add(key(network, domain));
    }

    // What was found at each tenant of the message: of one alone it is no evidence for others.
    @Override
    public List<Observation> learnt() {
      List<Observation> found = keys.stream().flatMap(key -> found(key).stream()).toList();
      return found.size() < keys.size()
          ? List.of()
          : found.stream().min(Comparator.comparingDouble(Observation::strength)).stream().toList();
    }

    private Optional<Observation> found(String key) {
      double unknown = counters.count(UNKNOWN, key).value();
      if (counters.count(STOPPED, key).value() > 0) {
        return found(1, network + " was stopped for unknown recipients");
      }
      boolean many = unknown * 2 >= settings.unknown && beyondKnown(counters, key) > 0;
      return many
          ? found(
              Math.min(1, unknown / settings.unknown),
              "%s: %.0f unknown recipients".formatted(network, unknown))
          : Optional.empty();
    }

    private static Optional<Observation> found(double strength, String evidence) {
      return Optional.of(new Observation(GateTest.HARVEST, strength, List.of(evidence)));
    }
  }
}
