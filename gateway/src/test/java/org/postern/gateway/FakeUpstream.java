package org.postern.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

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
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);
  private volatile List<String> extensions =
      List.of("PIPELINING", "SIZE 50000000", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES");
  private volatile SSLContext tls;
  private volatile String afterStartTls = "";

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
    tls = selfSigned();
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
      new Session(socket, number).run();
    } catch (IOException _) {
      // The other side left, or a test cut the line: both are what tests do.
    } finally {
      open.remove(socket);
    }
  }

  private String scripted(String line, String standard) {
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

  private static SSLContext selfSigned() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var pair = generator.generateKeyPair();
      var name = new X500Principal("CN=fake-upstream.invalid");
      var certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  new JcaX509v3CertificateBuilder(
                          name,
                          BigInteger.ONE,
                          Date.from(Instant.EPOCH),
                          Date.from(Instant.ofEpochSecond(4_000_000_000L)),
                          name,
                          pair.getPublic())
                      .build(
                          new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(null, new char[0]);
      keys.setKeyEntry(
          "key",
          pair.getPrivate(),
          new char[0],
          new java.security.cert.Certificate[] {certificate});
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(keys, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException | OperatorException e) {
      throw new IllegalStateException(e);
    }
  }

  // One thread: that of its connection.
  private final class Session {
    private final int number;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean encrypted;
    private String mail = "";
    private List<String> rcpts = new ArrayList<>();

    Session(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.number = number;
      socket.setTcpNoDelay(true);
      in = recorded(socket.getInputStream());
      out = socket.getOutputStream();
    }

    void run() throws IOException {
      if (!say(scripted("CONNECT", "220 fake.invalid ESMTP"))) {
        return;
      }
      for (String line = readLine(); !line.equals("<end>"); line = readLine()) {
        commands.add(line);
        if (!obey(line)) {
          return;
        }
      }
    }

    private boolean obey(String line) throws IOException {
      String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
      return switch (verb) {
        case "EHLO" -> {
          forget();
          yield say(scripted(line, ehlo()));
        }
        case "HELO", "RSET" -> {
          forget();
          yield say(scripted(line, "250 fake.invalid"));
        }
        case "STARTTLS" -> startTls(line);
        case "MAIL" -> {
          String reply = scripted(line, "250 2.1.0 ok");
          if (reply.startsWith("2")) {
            mail = line;
          }
          yield say(reply);
        }
        case "RCPT" -> {
          String reply = scripted(line, mail.isEmpty() ? "503 5.5.1 MAIL first" : "250 2.1.5 ok");
          if (reply.startsWith("2")) {
            rcpts.add(line);
          }
          yield say(reply);
        }
        case "DATA" -> data(line);
        case "QUIT" -> {
          say("221 2.0.0 bye");
          yield false;
        }
        default -> say(scripted(line, "250 2.0.0 ok"));
      };
    }

    private String ehlo() {
      List<String> offered = encrypted ? without("STARTTLS") : extensions;
      if (offered.isEmpty()) {
        return "502 5.5.1 no EHLO here";
      }
      var text = new StringBuilder("250-fake.invalid\r\n");
      for (int i = 0; i < offered.size(); i++) {
        text.append(i == offered.size() - 1 ? "250 " : "250-").append(offered.get(i));
        text.append(i == offered.size() - 1 ? "" : "\r\n");
      }
      return text.toString();
    }

    private List<String> without(String extension) {
      return extensions.stream().filter(line -> !line.equals(extension)).toList();
    }

    private boolean startTls(String line) throws IOException {
      String reply = scripted(line, "220 2.0.0 go ahead");
      if (!reply.startsWith("220")) {
        return say(reply);
      }
      out.write((reply + "\r\n" + afterStartTls).getBytes(StandardCharsets.UTF_8));
      var secure =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, "fake.invalid", port(), true);
      secure.setUseClientMode(false);
      secure.startHandshake();
      socket = secure;
      in = recorded(secure.getInputStream());
      out = secure.getOutputStream();
      encrypted = true;
      forget();
      return true;
    }

    private boolean data(String line) throws IOException {
      String reply = scripted(line, rcpts.isEmpty() ? "503 5.5.1 RCPT first" : "354 go ahead");
      if (!say(reply)) {
        return false;
      }
      if (!reply.startsWith("354")) {
        return true;
      }
      var octets = readMessage();
      String after = scripted(".", "250 2.0.0 taken");
      if (after.startsWith("2") && !rcpts.isEmpty()) {
        received.add(new Received(mail, List.copyOf(rcpts), octets, encrypted, number));
      }
      forget();
      return say(after);
    }

    private void forget() {
      mail = "";
      rcpts = new ArrayList<>();
    }

    private boolean say(String reply) throws IOException {
      if (reply.equals(DROP)) {
        return false;
      }
      if (reply.equals(HANG)) {
        hang();
        return false;
      }
      out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      return true;
    }

    private void hang() throws IOException {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    private String readLine() throws IOException {
      var line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          return line.toString(StandardCharsets.UTF_8).replace("\r", "");
        }
        line.write(b);
      }
      return "<end>";
    }

    // Ends at CRLF.CRLF only, like the strictest server.
    private byte[] readMessage() throws IOException {
      var message = new ByteArrayOutputStream();
      int state = 2; // octets matched of CR LF . CR LF: the start is the start of a line
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (state == 2 && b == '.') {
          state = 3;
          continue;
        }
        if (state == 3 && b == '\r') {
          state = 4;
          continue;
        }
        if (state == 4 && b == '\n') {
          return message.toByteArray();
        }
        if (state == 4) {
          message.write('\r');
        }
        message.write(b);
        state = b == '\r' ? 1 : b == '\n' && state == 1 ? 2 : 0;
      }
      throw new IOException("the connection ended inside a message");
    }

    private InputStream recorded(InputStream source) {
      return new BufferedInputStream(
          new FilterInputStream(source) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
              int count = super.read(into, offset, length);
              if (count > 0 && count < 4096) {
                writes.add(new String(into, offset, count, StandardCharsets.UTF_8));
              }
              return count;
            }
          },
          1 << 16);
    }
  }
}
