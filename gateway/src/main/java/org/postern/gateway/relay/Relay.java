package org.postern.gateway.relay;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientExtensions;
import org.postern.mail.smtp.SmtpClientTls;
import org.postern.mail.smtp.SmtpConnection;
import org.postern.mail.smtp.SmtpTransaction;
import org.postern.mail.smtp.SmtpTransaction.Outcome;

/// Makes one attempt to deliver: the next hops of a route in the order of their priority, over
/// connections that are kept and used again.
///
/// The next host is tried where one cannot be reached, does not want to talk, or says nothing to
/// the message; what a host said about the message stands.
///
/// Thread-safe. Blocking; meant for virtual threads.
public final class Relay implements AutoCloseable {

  private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

  private record Key(NextHop hop, SmtpClientTls tls) {}

  private final SmtpClient client;
  private final HostLookup lookup;
  private final RelayLimits limits;
  private final Predicate<NextHop> ourselves;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ConcurrentHashMap<Key, Hop> hops = new ConcurrentHashMap<>();
  private final Thread housekeeper;

  /// @param client owned by the caller
  /// @param ourselves knows our own listeners, so that mail is not sent in a circle
  public Relay(
      SmtpClient client,
      HostLookup lookup,
      RelayLimits limits,
      Predicate<NextHop> ourselves,
      InstantSource clock,
      RandomGenerator random) {
    this.client = client;
    this.lookup = lookup;
    this.limits = limits;
    this.ourselves = ourselves;
    this.clock = clock;
    this.random = random;
    this.housekeeper = Thread.ofVirtual().name("relay-idle").start(this::housekeepForever);
  }

  /// Recognises next hops that are one of these listeners, by numeric address or as localhost. A
  /// next hop with another name is recognised when its addresses are known.
  public static Predicate<NextHop> listeners(List<InetSocketAddress> listeners) {
    List<InetSocketAddress> own = List.copyOf(listeners);
    return hop ->
        own.stream()
            .anyMatch(listener ->
                listener.getPort() == hop.port() && isAt(hop.host(), listener.getAddress()));
  }

  private static boolean isAt(String host, InetAddress listening) {
    Optional<InetAddress> address = numeric(host);
    if (address.isEmpty()) {
      return host.equals("localhost")
          && (listening.isAnyLocalAddress() || listening.isLoopbackAddress());
    }
    return address.get().equals(listening)
        || (listening.isAnyLocalAddress() && isOfThisMachine(address.get()))
        || (listening.isLoopbackAddress() && address.get().isLoopbackAddress());
  }

  private static Optional<InetAddress> numeric(String host) {
    boolean digits = !host.isEmpty() && Character.isDigit(host.charAt(0));
    try {
      return digits || host.indexOf(':') >= 0
          ? Optional.of(InetAddress.ofLiteral(host))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // a name that begins with a digit
    }
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One attempt; a result for each recipient, in their order.
  public List<RecipientResult> deliver(Consignment mail, Route route) {
    RecipientResult last = unreachable(new Reply(451, "4.4.4", "no next hop"));
    for (NextHop next : inOrder(route.hops())) {
      if (ourselves.test(next)) {
        return all(mail, new RecipientResult.Permanent(LOOP, Optional.empty()));
      }
      Hop hop = hop(next, route.tls());
      Optional<List<RecipientResult>> results = Optional.empty();
      Hop.Lease lease = hop.lease(true);
      if (lease instanceof Hop.Lease.Granted old && old.mayBeStale()) {
        results = attempt(mail, next, hop, old);
        // When it was dead before we knew, that is nobody's failure.
        lease = results.isEmpty() ? hop.leaseFresh(true) : lease;
      }
      if (results.isEmpty() && lease instanceof Hop.Lease.Granted fresh) {
        results = attempt(mail, next, hop, fresh);
      }
      if (results.isPresent()) {
        return results.get();
      }
      last =
          switch (lease) {
            case Hop.Lease.Denied(Reply reply, boolean said) ->
                new RecipientResult.Temporary(reply, said ? Optional.of(next) : Optional.empty());
            case Hop.Lease.Granted _ ->
                unreachable(new Reply(451, "4.4.2", "it closed the connection"));
          };
      last = named(last, next);
    }
    return all(mail, last);
  }

  /// A session with the next hop that goes step by step, for proxy mode. Nothing is connected
  /// before its `begin`.
  public RelaySession session(Route route) {
    return new RelaySession(this, route, true);
  }

  /// The same for questions without a message: it does not wait for deliveries that take all the
  /// connections there may be. How many such sessions there are is the caller's to bound.
  public RelaySession questions(Route route) {
    return new RelaySession(this, route, false);
  }

  /// Why no next hop of the route could take such a recipient, as far as earlier connections told;
  /// empty when one could, or when one is not known yet. To be asked at RCPT, so that the sender is
  /// refused now and not told later.
  ///
  /// What the octets of the message need is not known then, and BODY=8BITMIME says little: many
  /// clients always write it.
  public Optional<Reply> unfit(MailFrom from, EmailAddress to, Route route) {
    return unfit(route, offered -> Fitting.announced(from, to, offered));
  }

  /// Why no server of the route takes these octets (8-bit content, size), as far as all of them
  /// have told on earlier connections.
  public Optional<Reply> unfit(Payload payload, Route route) {
    return unfit(route, offered -> Fitting.message(payload, offered));
  }

  /// Whether all servers of the route have told on earlier connections that they take no 8-bit
  /// content (RFC 6152).
  public boolean sevenBit(Route route) {
    return unfit(
            route,
            offered -> offered.eightBitMime() ? Optional.empty() : Optional.of(Fitting.NEEDS_8BIT))
        .isPresent();
  }

  private Optional<Reply> unfit(
      Route route, Function<SmtpClientExtensions, Optional<Reply>> fitting) {
    Optional<Reply> unfit = Optional.empty();
    for (NextHop next : route.hops()) {
      Hop known = hops.get(new Key(next, route.tls()));
      unfit = Optional.ofNullable(known).flatMap(Hop::offered).flatMap(fitting);
      if (unfit.isEmpty()) {
        return unfit;
      }
    }
    return unfit;
  }

  /// Whether the last attempt to connect failed for each of the hosts.
  public boolean unreachable(Route route) {
    return route.hops().stream()
        .allMatch(next ->
            Optional.ofNullable(hops.get(new Key(next, route.tls())))
                .filter(Hop::suspect)
                .isPresent());
  }

  /// Hosts of the route that were left alone after failures are tried again at once.
  public void forgive(Route route) {
    for (NextHop next : route.hops()) {
      hop(next, route.tls()).forgive();
    }
  }

  /// Closes the idle connections; those in use end with their message.
  @Override
  public void close() {
    housekeeper.interrupt();
    hops.values().forEach(Hop::close);
  }

  static final Reply LOOP =
      new Reply(554, "5.4.6", "mail for this domain loops back to this gateway");

  // Lower priorities first, equal ones in any order (RFC 5321 section 5.1).
  List<NextHop> inOrder(List<NextHop> route) {
    if (route.size() == 1) {
      return route;
    }
    var order = new ArrayList<>(route);
    Collections.shuffle(order, Random.from(random));
    order.sort(Comparator.comparingInt(NextHop::priority));
    return order;
  }

  Hop hop(NextHop next, SmtpClientTls tls) {
    Key key = new Key(next, tls);
    Hop known = hops.get(key);
    return known != null
        ? known
        : hops.computeIfAbsent(
            key, _ -> new Hop(next, tls, client, lookup, limits, ourselves, clock));
  }

  boolean isOurselves(NextHop next) {
    return ourselves.test(next);
  }

  // Empty when the server said nothing about the message.
  private static Optional<List<RecipientResult>> attempt(
      Consignment mail, NextHop next, Hop hop, Hop.Lease.Granted lease) {
    SmtpConnection connection = lease.connection();
    boolean done = false;
    try {
      var fitted = Fitting.of(mail, connection.extensions());
      var results = new ArrayList<RecipientResult>(fitted.refusals());
      if (!fitted.sendable().isEmpty()) {
        SmtpTransaction sent = connection.send(fitted.from(), fitted.sendable(), mail.payload());
        if (!sent.answered()) {
          done = true;
          return Optional.empty();
        }
        merge(results, sent, next, connection.extensions().dsn());
      }
      done = true;
      return Optional.of(results);
    } finally {
      if (!done) {
        connection.close(); // an exception left it in the middle of something
      }
      hop.giveBack(lease);
    }
  }

  // Puts the outcomes into the places of the recipients that were sent.
  private static void merge(
      List<RecipientResult> results, SmtpTransaction sent, NextHop next, boolean dsn) {
    int outcome = 0;
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).equals(Fitting.SENDABLE)) {
        results.set(i, result(sent.outcomes().get(outcome++), next, dsn));
      }
    }
  }

  private static RecipientResult result(Outcome outcome, NextHop next, boolean dsn) {
    Optional<NextHop> host = Optional.of(next);
    return switch (outcome) {
      case Outcome.Taken(Reply reply) -> new RecipientResult.Delivered(reply, host, dsn);
      case Outcome.Refused(Reply reply) -> RecipientResult.refused(reply, host);
      case Outcome.Unknown(String why) -> unreachable(new Reply(451, "4.4.2", next + ": " + why));
    };
  }

  private static RecipientResult unreachable(Reply ours) {
    return new RecipientResult.Temporary(ours, Optional.empty());
  }

  // Our own words name the host that they are about.
  private static RecipientResult named(RecipientResult result, NextHop next) {
    Reply reply = result.reply();
    String text = String.join(" ", reply.lines());
    return result.host().isPresent() || text.contains(next.toString())
        ? result
        : unreachable(new Reply(reply.code(), reply.status(), next + ": " + text));
  }

  private static List<RecipientResult> all(Consignment mail, RecipientResult result) {
    return Collections.nCopies(mail.to().size(), result);
  }

  private void housekeepForever() {
    try {
      while (true) {
        Thread.sleep(1000);
        housekeep();
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void housekeep() {
    hops.values().forEach(Hop::housekeep);
    hops.values().removeIf(hop -> hop.forgettable(FORGET_AFTER));
  }
}
