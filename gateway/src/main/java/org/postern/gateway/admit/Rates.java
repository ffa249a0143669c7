package org.postern.gateway.admit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.store.Counters;
import org.postern.gateway.store.Counters.Kind;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

/// How often an address, its network and everybody together may come: connections, messages and
/// recipients a minute, and how many connections of a network at once. What is refused does not
/// count, so that whoever comes too often still gets what is allowed.
///
/// Thread-safe: a concurrent map that holds open connections only, and [Counters].
public final class Rates implements Admission {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int ROOM = 1 << 14;

  static final Kind CONNECTIONS = new Kind("connections", MINUTE, ROOM);
  static final Kind MESSAGES = new Kind("messages", MINUTE, ROOM);
  static final Kind RECIPIENTS = new Kind("recipients", MINUTE, ROOM);

  /// What is counted.
  public static final List<Kind> KINDS = List.of(CONNECTIONS, MESSAGES, RECIPIENTS);

  private static final String EVERYBODY = "everybody";

  private final Settings settings;
  private final Counters counters;
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  /// How many a minute; 0 for no limit.
  public record Limits(int connections, int messages, int recipients) {
    private int of(Kind kind) {
      return kind.equals(CONNECTIONS) ? connections : kind.equals(MESSAGES) ? messages : recipients;
    }
  }

  /// @param atOnce open connections of one network; 0 for no limit
  public record Settings(int atOnce, Limits address, Limits network, Limits node) {}

  public Rates(Settings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
  }

  @Override
  public Visit open(Client client) {
    return new Counted(Origin.of(client));
  }

  // Who came too often with one more of this kind; nothing is counted then.
  private Optional<String> over(Kind kind, Origin origin) {
    return over(kind, origin.address(), settings.address)
        .or(() ->
            over(kind, origin.network(), settings.network)
                .or(() ->
                    over(kind, EVERYBODY, settings.node)
                        .map(who -> undo(kind, origin.network(), settings.network, who)))
                .map(who -> undo(kind, origin.address(), settings.address, who)));
  }

  private Optional<String> over(Kind kind, String who, Limits limits) {
    int limit = limits.of(kind);
    if (limit == 0 || counters.add(kind, who, 1).value() <= limit) {
      return Optional.empty();
    }
    counters.add(kind, who, -1);
    return Optional.of(who);
  }

  private String undo(Kind kind, String counted, Limits limits, String who) {
    if (limits.of(kind) > 0) {
      counters.add(kind, counted, -1);
    }
    return who;
  }

  private final class Counted implements Visit {

    private final Origin origin;
    private boolean entered;
    private Optional<Observation> seen = Optional.empty();

    Counted(Origin origin) {
      this.origin = origin;
    }

    @Override
    public Optional<Refused> connected() {
      entered = true;
      int now = open.merge(origin.network(), 1, Integer::sum);
      if (settings.atOnce > 0 && now > settings.atOnce) {
        return Optional.of(refused("Too many connections from your network"));
      }
      return check(CONNECTIONS);
    }

    @Override
    public Optional<Refused> mail(MailFrom from) {
      return switch (from.path()) {
        case ReversePath.Null _ -> Optional.empty();
        case ReversePath.Sender _ -> check(MESSAGES);
      };
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
      return check(RECIPIENTS);
    }

    private Optional<Refused> check(Kind kind) {
      Optional<String> who = over(kind, origin);
      who.ifPresent(one ->
          seen =
              Optional.of(
                  new Observation(
                      GateTest.RATE, 1, List.of("too many " + kind.name() + " from " + one))));
      return who.map(one ->
          refused(
              one.equals(EVERYBODY)
                  ? "Too much is going on here, try again later"
                  : "Too many %s from your %s, try again later"
                      .formatted(
                          kind.name(), one.equals(origin.address()) ? "address" : "network")));
    }

    private static Refused refused(String text) {
      return new Refused(GateTest.RATE, 421, "4.7.0", text);
    }

    @Override
    public List<Observation> learnt() {
      return seen.stream().toList();
    }

    @Override
    public void closed() {
      if (entered) {
        open.computeIfPresent(
            origin.network(), (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
      }
    }
  }
}
