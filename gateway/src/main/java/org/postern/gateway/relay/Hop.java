package org.postern.gateway.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClient.Opening;
import org.postern.mail.smtp.SmtpClientExtensions;
import org.postern.mail.smtp.SmtpClientTls;
import org.postern.mail.smtp.SmtpConnection;

/// One next hop: its idle connections, how many may be open, and whether it is worth a try.
///
/// Thread-safe: a semaphore for the connections, a lock for the health.
final class Hop {

  // Of one name: more addresses than this are not tried in one attempt.
  private static final int ADDRESSES = 4;

  // On one connection: Postfix slows a client down from the tenth on and ends at the twentieth.
  private static final int REFUSALS = 8;

  /// What asking for a connection gave.
  sealed interface Lease {
    /// To be given back.
    ///
    /// @param counted whether it is one of those that may be open
    record Granted(SmtpConnection connection, Instant opened, boolean counted) implements Lease {
      /// Whether it was idle before, and may be dead without our knowing.
      boolean mayBeStale() {
        return connection.messages() > 0;
      }
    }

    /// None, and why, as a temporary reply.
    ///
    /// @param said whether the words are those of the next hop
    record Denied(Reply reply, boolean said) implements Lease {}
  }

  private record Idle(SmtpConnection connection, Instant opened, Instant since) {}

  private final NextHop hop;
  private final SmtpClientTls tls;
  private final SmtpClient client;
  private final HostLookup lookup;
  private final RelayLimits limits;
  private final Predicate<NextHop> ourselves;
  private final InstantSource clock;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final ReentrantLock health = new ReentrantLock();
  private int failures;
  private boolean probing;
  private Instant downUntil = Instant.MIN;
  private Optional<Lease.Denied> lastFailure = Optional.empty();
  private volatile boolean suspect; // failures > 0, readable without the lock
  private volatile Instant used;
  private volatile boolean closed;
  private volatile Optional<SmtpClientExtensions> offered = Optional.empty();

  Hop(
      NextHop hop,
      SmtpClientTls tls,
      SmtpClient client,
      HostLookup lookup,
      RelayLimits limits,
      Predicate<NextHop> ourselves,
      InstantSource clock) {
    this.hop = hop;
    this.tls = tls;
    this.client = client;
    this.lookup = lookup;
    this.limits = limits;
    this.ourselves = ourselves;
    this.clock = clock;
    this.permits = new Semaphore(limits.connections());
    this.used = clock.instant();
  }

  /// A connection, an idle one where there is one.
  Lease lease(boolean counted) {
    return lease(true, counted);
  }

  /// A connection made just now; idle ones are closed, because one of them was found dead.
  Lease leaseFresh(boolean counted) {
    for (Idle old = idle.poll(); old != null; old = idle.poll()) {
      old.connection().close();
    }
    return lease(false, counted);
  }

  /// What it offered when a connection was made last; empty before the first one.
  Optional<SmtpClientExtensions> offered() {
    return offered;
  }

  /// Whether the last attempt to connect failed.
  boolean suspect() {
    return suspect;
  }

  /// The connection is free again.
  void giveBack(Lease.Granted lease) {
    SmtpConnection connection = lease.connection();
    try {
      Instant now = clock.instant();
      boolean again =
          !closed
              && connection.usable()
              && connection.messages() < limits.messages()
              && connection.refusals() < REFUSALS
              && lease.opened().plus(limits.age()).isAfter(now);
      if (again) {
        idle.push(new Idle(connection, lease.opened(), now));
      } else {
        leave(connection);
      }
    } finally {
      if (lease.counted()) {
        permits.release();
      }
    }
  }

  /// Closes what was idle for too long.
  void housekeep() {
    Instant oldest = clock.instant().minus(limits.idle());
    for (Idle candidate : idle) {
      if (candidate.since().isBefore(oldest) && idle.remove(candidate)) {
        leave(candidate.connection());
      }
    }
  }

  /// Whether nothing would be lost with it.
  boolean forgettable(Duration unused) {
    return idle.isEmpty()
        && !suspect
        && permits.availablePermits() == limits.connections()
        && used.plus(unused).isBefore(clock.instant());
  }

  /// The next attempt is made whatever happened before.
  void forgive() {
    health.lock();
    try {
      downUntil = Instant.MIN;
    } finally {
      health.unlock();
    }
  }

  void close() {
    closed = true;
    for (Idle old = idle.poll(); old != null; old = idle.poll()) {
      leave(old.connection());
    }
  }

  private Lease lease(boolean reuse, boolean counted) {
    used = clock.instant();
    Optional<Lease.Denied> down = suspect ? askHealth() : Optional.empty();
    if (down.isPresent()) {
      return down.get();
    }
    boolean granted = false;
    boolean acquired = false;
    try {
      acquired = counted && permits.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
      if (counted && !acquired) {
        return denied("4.3.2", "all " + limits.connections() + " connections to it are busy");
      }
      Lease lease = reuse ? idleOrNew(counted) : connect(counted);
      granted = lease instanceof Lease.Granted;
      return lease;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return denied("4.3.2", "the delivery was interrupted");
    } finally {
      if (acquired && !granted) {
        permits.release();
      }
      endProbe();
    }
  }

  private Lease idleOrNew(boolean counted) {
    for (Idle old = idle.poll(); old != null; old = idle.poll()) {
      if (old.connection().usable() && old.opened().plus(limits.age()).isAfter(used)) {
        return new Lease.Granted(old.connection(), old.opened(), counted);
      }
      old.connection().close();
    }
    return connect(counted);
  }

  private Lease connect(boolean counted) {
    Lease.Denied last = denied("4.4.1", "it has no address");
    try {
      int tried = 0;
      for (InetAddress address : lookup.addresses(hop.host())) {
        if (tried++ == ADDRESSES) {
          break;
        }
        if (ourselves.test(new NextHop(address.getHostAddress(), hop.port(), hop.priority()))) {
          last = denied("4.4.6", hop.host() + " is this gateway itself");
          break;
        }
        Opening opening =
            client.connect(new InetSocketAddress(address, hop.port()), hop.host(), tls);
        switch (opening) {
          case Opening.Open(SmtpConnection connection) -> {
            healthy();
            offered = Optional.of(connection.extensions());
            return new Lease.Granted(connection, clock.instant(), counted);
          }
          case Opening.Refused(Reply reply) -> last = refused(reply);
          case Opening.Failed(String why) -> last = denied("4.4.1", why);
          case Opening.HandshakeFailed(String why) -> last = denied("4.7.5", why);
        }
      }
    } catch (UnknownHostException e) {
      last = denied("4.4.3", "no address found for " + hop.host());
    }
    failed(last);
    return last;
  }

  // Said before MAIL, so it is about the server and not about the message: 5xx too may pass.
  private static Lease.Denied refused(Reply reply) {
    return reply.temporary()
        ? new Lease.Denied(reply, true)
        : new Lease.Denied(new Reply(451, "4.3.2", "it said " + reply.summary()), true);
  }

  private static Lease.Denied denied(String status, String why) {
    return new Lease.Denied(new Reply(451, status, why), false);
  }

  // While it is down nobody asks; when the time is over, one at a time.
  private Optional<Lease.Denied> askHealth() {
    health.lock();
    try {
      if (failures == 0) {
        return Optional.empty();
      }
      if (probing || clock.instant().isBefore(downUntil)) {
        return lastFailure;
      }
      probing = true;
      return Optional.empty();
    } finally {
      health.unlock();
    }
  }

  private void healthy() {
    if (suspect) {
      health.lock();
      try {
        failures = 0;
        probing = false;
        suspect = false;
        lastFailure = Optional.empty();
      } finally {
        health.unlock();
      }
    }
  }

  private void failed(Lease.Denied why) {
    health.lock();
    try {
      failures = Math.min(failures + 1, 30);
      Duration pause = limits.firstBackoff().multipliedBy(1L << Math.min(failures - 1, 20));
      downUntil =
          clock
              .instant()
              .plus(pause.compareTo(limits.lastBackoff()) < 0 ? pause : limits.lastBackoff());
      lastFailure = Optional.of(why);
      suspect = true;
    } finally {
      health.unlock();
    }
  }

  private void endProbe() {
    if (suspect) {
      health.lock();
      try {
        probing = false;
      } finally {
        health.unlock();
      }
    }
  }

  private void leave(SmtpConnection connection) {
    if (connection.usable()) {
      Thread.ofVirtual().start(connection::quit); // its reply is not waited for
    } else {
      connection.close();
    }
  }
}
