package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.smtp.SmtpClient.Opening;

/// Our deliveries against a server, or somebody on the line, that plays with STARTTLS.
class SmtpClientStartTlsTest {

  @TempDir static Path temp;
  private static SSLContext certificate;

  private final SmtpClient client =
      new SmtpClient(
          "gate.example",
          SmtpClientLimits.STANDARD.atMost(Duration.ofSeconds(5)),
          SmtpClientTls.unverified());

  @BeforeAll
  static void make() throws IOException {
    certificate = TestServer.certificates(temp).context();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = SmtpClientTls.class,
      names = {"OPPORTUNISTIC", "REQUIRED"})
  void plaintext_in_the_segment_of_the_220_ends_the_connection(SmtpClientTls policy)
      throws IOException {
    try (Server server =
        new Server("250-x\r\n250 STARTTLS", "220 ok\r\n250-AUTH LOGIN\r\n250 x", "250 x")) {
      assertThat(connect(server, policy))
          .isEqualTo(new Opening.Failed("plaintext behind the reply to STARTTLS"));
      assertThat(server.heard).containsExactly("EHLO gate.example", "STARTTLS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"454 4.7.0 not now", "502 5.5.1 no", "250 ok", "421 4.3.2 no"})
  void where_tls_is_required_a_refused_starttls_is_the_end(String reply) throws IOException {
    try (Server server = new Server("250-x\r\n250 STARTTLS", reply, "250 x")) {
      assertThat(connect(server, SmtpClientTls.REQUIRED)).isInstanceOf(Opening.Refused.class);
      assertThat(server.heard).containsExactly("EHLO gate.example", "STARTTLS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"250 x", "250-x\r\n250 XXXXXXXX", "250-x\r\n250 STARTTLSX", "502 no"})
  void where_tls_is_required_a_stripped_starttls_is_the_end(String ehlo) throws IOException {
    try (Server server = new Server(ehlo, "220 ok", "250 x")) {
      assertThat(connect(server, SmtpClientTls.REQUIRED)).isInstanceOf(Opening.Refused.class);
      assertThat(server.heard).containsExactly("EHLO gate.example");
    }
  }

  @Test
  void where_tls_is_required_plaintext_instead_of_a_handshake_is_the_end() throws IOException {
    try (Server server = new Server("250-x\r\n250 STARTTLS", "220 ok", "250 x").withoutTls()) {
      assertThat(connect(server, SmtpClientTls.REQUIRED))
          .isInstanceOf(Opening.HandshakeFailed.class);
      assertThat(server.heard)
          .noneMatch(line -> line.startsWith("MAIL") || line.startsWith("HELO"));
    }
  }

  @Test
  void what_was_offered_in_the_clear_counts_for_nothing_under_tls() throws IOException {
    try (Server server =
        new Server("250-x\r\n250-SIZE 1\r\n250-DSN\r\n250 STARTTLS", "220 ok", "250 x")) {
      assertThat(connect(server, SmtpClientTls.OPPORTUNISTIC))
          .isInstanceOfSatisfying(
              Opening.Open.class,
              open -> {
                assertThat(open.connection().tls()).isPresent();
                assertThat(open.connection().extensions()).isEqualTo(SmtpClientExtensions.NONE);
                open.connection().close();
              });
      assertThat(server.heard)
          .containsExactly("EHLO gate.example", "STARTTLS", "EHLO gate.example");
    }
  }

  private Opening connect(Server server, SmtpClientTls policy) {
    return client.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
        "localhost",
        policy);
  }

  /// Answers EHLO, then STARTTLS, then, perhaps under TLS, everything else; each in one write.
  private static final class Server implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final String ehlo;
    private final String startTls;
    private final String later;
    private volatile boolean encrypts = true;

    Server(String ehlo, String startTls, String later) throws IOException {
      this.ehlo = ehlo;
      this.startTls = startTls;
      this.later = later;
      Thread.ofVirtual().start(this::serve);
    }

    Server withoutTls() {
      encrypts = false;
      return this;
    }

    int port() {
      return listener.getLocalPort();
    }

    private void serve() {
      while (!listener.isClosed()) {
        try (Socket socket = listener.accept()) {
          converse(socket);
        } catch (IOException _) {
          // The client left, as it should, or the test is over.
        }
      }
    }

    private void converse(Socket socket) throws IOException {
      say(socket, "220 mx.example.org");
      BufferedReader in = reader(socket);
      hear(in);
      say(socket, ehlo);
      hear(in);
      say(socket, startTls);
      Socket next = socket;
      if (encrypts && startTls.startsWith("220")) {
        SSLSocket tls =
            (SSLSocket) certificate.getSocketFactory().createSocket(socket, "", 0, true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        next = tls;
        in = reader(tls);
      }
      while (true) {
        hear(in);
        say(next, later);
      }
    }

    private void hear(BufferedReader in) throws IOException {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the client left");
      }
      heard.add(line);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
      return new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private static void say(Socket socket, String reply) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
