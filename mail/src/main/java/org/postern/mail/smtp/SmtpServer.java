package org.postern.mail.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The SMTP server: listens, and runs one virtual thread for each connection.
///
/// Thread-safe: every method may be called from anywhere.
public final class SmtpServer implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /// What all sessions share.
  record Setting(
      String hostname,
      Transactions program,
      SmtpLimits limits,
      Optional<Certificates> tls,
      MessageBuffer.Place place,
      Clock clock,
      RandomGenerator random) {

    Reference reference() {
      return Reference.create(clock.instant(), random);
    }
  }

  private final Setting setting;
  private final ConnectionCounts counts;
  private final List<ServerSocket> sockets = new ArrayList<>();
  private final List<Thread> acceptors = new ArrayList<>();
  private final Set<SmtpSession> sessions = ConcurrentHashMap.newKeySet();
  // Connections taken, those included whose session does not run yet.
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();

  private SmtpServer(Setting setting) {
    this.setting = setting;
    this.counts = new ConnectionCounts(setting.limits());
  }

  /// Binds all listeners and begins to accept.
  ///
  /// `hostname` is the name the server has in `<Postmaster>`; `temp` an existing directory for
  /// messages too long for memory.
  public static SmtpServer start(
      List<Listener> listeners,
      Transactions program,
      SmtpLimits limits,
      String hostname,
      Optional<Certificates> tls,
      Path temp,
      Clock clock)
      throws IOException {
    MessageBuffer.Place place =
        new MessageBuffer.Place(
            temp, limits.messageMemory(), new MemoryBudget(limits.totalMemory()));
    SmtpServer server =
        new SmtpServer(
            new Setting(hostname, program, limits, tls, place, clock, new SecureRandom()));
    try {
      for (Listener listener : listeners) {
        server.listen(listener);
      }
    } catch (IOException e) {
      server.close();
      throw e;
    }
    Thread.ofVirtual().name("smtp-writes").start(server::watchWrites);
    return server;
  }

  /// The addresses listened on, in the order of the listeners, with their real ports.
  public List<InetSocketAddress> addresses() {
    return sockets.stream().map(s -> (InetSocketAddress) s.getLocalSocketAddress()).toList();
  }

  /// Connections open now.
  public int connections() {
    return sessions.size();
  }

  /// Stops accepting, tells clients without a transaction 421, lets running transactions end, and
  /// returns when all connections are closed: those that last longer than `grace` get 421, those
  /// that still do not end are cut off.
  public void drain(Duration grace) {
    draining.set(true);
    closeListeners();
    hangUpUntilEnd(SmtpSession::hangUpWhenIdle, grace);
    hangUpUntilEnd(SmtpSession::hangUp, LAST_WORDS);
    sessions.forEach(SmtpSession::cut);
  }

  /// Drains without patience; afterwards nothing of the server runs or writes any more.
  @Override
  public void close() {
    drain(Duration.ZERO);
    setting.tls().ifPresent(Certificates::settle);
  }

  boolean draining() {
    return draining.get();
  }

  private void listen(Listener listener) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    try {
      socket.bind(listener.address(), BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw new IOException("cannot listen on " + listener.address() + ": " + e.getMessage(), e);
    }
    sockets.add(socket);
    acceptors.add(
        Thread.ofPlatform()
            .name("smtp-accept-" + socket.getLocalPort())
            .start(() -> accept(listener, socket)));
  }

  private void accept(Listener listener, ServerSocket socket) {
    while (!draining()) {
      try {
        Socket client = socket.accept();
        open.incrementAndGet();
        Thread.ofVirtual().name("smtp").start(() -> serve(listener, client));
      } catch (IOException e) {
        if (!draining()) {
          // Out of descriptors, most likely: wait for connections to end.
          Log.SERVER.error("cannot accept a connection", e);
          pause(Duration.ofMillis(100));
        }
      }
    }
  }

  private void serve(Listener listener, Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      SmtpSession session =
          new SmtpSession(setting, new SocketWire(client), counts, this::draining);
      sessions.add(session);
      try {
        session.run(
            new Client(
                (InetSocketAddress) client.getRemoteSocketAddress(),
                (InetSocketAddress) client.getLocalSocketAddress()),
            listener.isProxy(client.getInetAddress()));
      } finally {
        sessions.remove(session);
      }
    } catch (IOException e) {
      Log.SERVER.debug("connection lost", e);
    } catch (RuntimeException e) {
      Log.SERVER.error("id={} a session failed", setting.reference(), e);
    } finally {
      open.decrementAndGet();
    }
  }

  // A client that reads nothing would hold its session in a write for ever.
  private void watchWrites() {
    while (!draining() || open.get() > 0) {
      pause(Duration.ofSeconds(1));
      sessions.forEach(session -> session.cutStalledWrite(setting.limits().command()));
    }
  }

  private void closeListeners() {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        Log.SERVER.warn("cannot close a listener", e);
      }
    }
    // A thread in accept() keeps the socket open for clients until it has noticed.
    for (Thread acceptor : acceptors) {
      try {
        acceptor.join(LAST_WORDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  // Again and again: a session that works just now may wait for its client a moment later.
  private void hangUpUntilEnd(Consumer<SmtpSession> hangUp, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    sessions.forEach(hangUp);
    while (open.get() > 0 && System.nanoTime() < end) {
      pause(Duration.ofMillis(5));
      sessions.forEach(hangUp);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
