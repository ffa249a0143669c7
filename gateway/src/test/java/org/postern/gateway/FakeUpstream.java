package org.postern.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// A mail server that does what a test tells it: it takes everything and remembers it, unless an
/// answer was scripted.
///
/// ```java
/// try (var upstream = FakeUpstream.start()) {
///   upstream.answer("RCPT TO:<bad@", "550 5.1.1 no such user"); // commands that begin so
///   upstream.answerOnce("MAIL", "451 4.3.0 later");             // the next one only
///   upstream.answer(".", FakeUpstream.DROP);                    // after the final dot
/// }
/// ```
///
/// What is scripted: `CONNECT` (the banner), a command line or its beginning (upper and lower case
/// alike), `.` (the reply to the message). An answer may hold several lines divided by CRLF, and
/// several replies.
///
/// Thread-safe.
public final class FakeUpstream implements AutoCloseable {

  /// As an answer: closes the connection without a word.
  public static final String DROP = "<drop>";

  /// As an answer: says nothing and keeps the connection until the server is closed.
  public static final String HANG = "<hang>";

  /// One message as it came: the lines of MAIL and RCPT in full, the octets with dot-stuffing
  /// undone, whether TLS was on, and which connection it was, counted from 1.
  public record Received(
      String mail, List<String> rcpts, byte[] data, boolean encrypted, int connection) {
    public String text() {
      return new String(data, StandardCharsets.UTF_8);
    }
  }

  private record Answer(String prefix, String reply, AtomicInteger left) {}

  private final ServerSocket listener;
  private final ConcurrentLinkedDeque<Answer> answers = new ConcurrentLinkedDeque<>();
  final List<Received> received = new CopyOnWriteArrayList<>();
  final List<String> commands = new CopyOnWriteArrayList<>();
  final List<String> writes = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  final CountDownLatch closed = new CountDownLatch(1);
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);
  volatile List<String> extensions =
      List.of("PIPELINING", "SIZE 50000000", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES");
  volatile SSLContext tls;
  volatile String afterStartTls = "";

  private FakeUpstream(ServerSocket listener, SSLContext noTls) {
    this.listener = listener;
    this.tls = noTls;
  }

  /// Starts one on a free port of the loopback interface; it offers everything but STARTTLS.
  public static FakeUpstream start() {
    try {
      var listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      var upstream = new FakeUpstream(listener, SSLContext.getDefault());
      upstream.acceptor.start();
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// What EHLO lists from now on; with none, EHLO gets 502.
  public FakeUpstream extensions(String... lines) {
    extensions = List.of(lines);
    return this;
  }

  /// Offers STARTTLS with a certificate of its own making.
  public FakeUpstream withTls() {
    tls = FakeCertificate.context();
    var lines = new ArrayList<>(extensions);
    lines.add("STARTTLS");
    extensions = List.copyOf(lines);
    return this;
  }

  /// Sends this text in the same segment as the 220 to STARTTLS, before the handshake.
  public FakeUpstream injectAfterStartTls(String plaintext) {
    afterStartTls = plaintext;
    return this;
  }

  /// Every command that begins so gets this answer. Later answers go before earlier ones.
  public FakeUpstream answer(String prefix, String reply) {
    return answer(prefix, reply, Integer.MAX_VALUE);
  }

  /// The next command that begins so gets this answer.
  public FakeUpstream answerOnce(String prefix, String reply) {
    return answer(prefix, reply, 1);
  }

  /// The next `times` commands that begin so get this answer.
  public FakeUpstream answer(String prefix, String reply, int times) {
    answers.addFirst(new Answer(prefix.toUpperCase(Locale.ROOT), reply, new AtomicInteger(times)));
    return this;
  }

  /// Forgets every scripted answer.
  public FakeUpstream behave() {
    answers.clear();
    return this;
  }

  /// Cuts every open connection, as a restart of the server does.
  public void dropConnections() {
    open.forEach(FakeUpstream::shut);
  }

  /// The messages that were acknowledged, in order.
  public List<Received> received() {
    return List.copyOf(received);
  }

  /// All command lines of all connections.
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /// How many connections were made so far.
  public int connections() {
    return connections.get();
  }

  /// How many were open at the same time at most.
  public int mostAtOnce() {
    return most.get();
  }

  /// What each read from a socket gave, where it was small: shows what came in one segment.
  public List<String> segments() {
    return List.copyOf(writes);
  }

  /// Waits until that many messages were acknowledged.
  public List<Received> await(int messages) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (received.size() < messages && System.nanoTime() < end) {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    if (received.size() < messages) {
      throw new AssertionError("only " + received.size() + " of " + messages + " messages came");
    }
    return received();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      acceptor.join(); // until then the port still takes connections
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dropConnections();
  }

  private void accept() {
    while (closed.getCount() > 0) {
      Socket socket;
      try {
        socket = listener.accept();
      } catch (IOException e) {
        return; // closed
      }
      int number = connections.incrementAndGet();
      open.add(socket);
      most.accumulateAndGet(open.size(), Math::max);
      Thread.ofVirtual().start(() -> serve(socket, number));
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      new FakeUpstreamSession(this, socket, number).run();
    } catch (IOException _) {
      // The other side left, or a test cut the line: both are what tests do.
    } finally {
      open.remove(socket);
    }
  }

  String scripted(String line, String standard) {
    String upper = line.toUpperCase(Locale.ROOT);
    for (Answer answer : answers) {
      boolean matches =
          answer.prefix().equals(".") ? upper.equals(".") : upper.startsWith(answer.prefix());
      if (matches && answer.left().getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        return answer.reply();
      }
    }
    return standard;
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
