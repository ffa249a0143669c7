package org.postern.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebServerTest {

  private static final WebLimits QUICK =
      new WebLimits(8, 4, Duration.ofMillis(600), Duration.ofMillis(600), 1024, 100);

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final List<WebServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(WebServer::close);
  }

  private WebServer server(Function<WebRequest, WebResponse> pages) throws IOException {
    WebServer server =
        WebServer.bind(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            QUICK,
            InstantSource.fixed(NOON));
    server.serve(pages);
    servers.add(server);
    return server;
  }

  private static WebResponse echo(WebRequest request) {
    return WebResponse.text(
        200,
        request.method()
            + " "
            + request.target()
            + " "
            + new String(request.body().octets(), StandardCharsets.ISO_8859_1));
  }

  private static Socket connect(WebServer server) throws IOException {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static String ask(WebServer server, String request) throws IOException {
    try (Socket socket = connect(server)) {
      send(socket, request);
      return rest(socket);
    }
  }

  @Test
  void a_request_is_answered_and_the_connection_closed() throws IOException {
    String answer = ask(server(WebServerTest::echo), "GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Connection: close\r\n", "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\n");
    assertThat(answer).endsWith("\r\n\r\nGET /a?b \n");
  }

  @Test
  void a_head_has_the_length_and_no_body() throws IOException {
    String answer = ask(server(WebServerTest::echo), "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer).contains("Content-Length: 9\r\n").endsWith("\r\n\r\n");
  }

  @Test
  void a_body_is_read_by_its_length() throws IOException {
    String answer =
        ask(
            server(WebServerTest::echo),
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\n\r\n");
    assertThat(answer).endsWith("POST /a abc\n").containsOnlyOnce("HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/2.0%%                                             | 400",
        "GET http://other.example/ HTTP/1.1%%                         | 400",
        "GET  / HTTP/1.1%%                                            | 400",
        "get / HTTP/1.1%%                                             | 400",
        "GET /a b HTTP/1.1%%                                          | 400",
        "GET /\u00e4 HTTP/1.1%%                                       | 400",
        "%%                                                           | 400",
        "GET / HTTP/1.1%Host: a%X Y: 1%%                                      | 400",
        "GET / HTTP/1.1%Host: a%X: 1% folded%%                                | 400",
        "GET / HTTP/1.1%Host: a%X: a\u0001b%%                                 | 400",
        "GET / HTTP/1.1%Host: a%X : 1%%                                       | 400",
        "POST / HTTP/1.1%Host: a%Content-Length: 1%Content-Length: 2%%ab      | 400",
        "POST / HTTP/1.1%Host: a%Content-Length: +1%%a                        | 400",
        "POST / HTTP/1.1%Host: a%Content-Length: 99999999999%%a               | 400",
        "POST / HTTP/1.1%Host: a%Content-Length: 101%%a                       | 413",
        "POST / HTTP/1.1%Host: a%Transfer-Encoding: chunked%%1                | 501",
        "GET / HTTP/1.1%Host: a%Host: b%%                             | 400",
        "GET / HTTP/1.1%%                                             | 400",
        "GET / HTTP/1.0%%                                             | 200",
      })
  void what_could_be_read_in_two_ways_is_refused(String request, int code) throws IOException {
    String answer = ask(server(WebServerTest::echo), request.replace("%", "\r\n"));
    assertThat(answer).startsWith("HTTP/1.1 " + code + " ");
  }

  @Test
  void too_long_a_head_is_refused() throws IOException {
    WebServer server = server(WebServerTest::echo);
    assertThat(ask(server, "GET /" + "a".repeat(2_000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(ask(server, "GET / HTTP/1.1\r\n" + "X: 1\r\n".repeat(70) + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void a_body_too_large_does_not_cost_the_client_its_answer() throws IOException {
    String answer =
        ask(
            server(WebServerTest::echo),
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n" + "a".repeat(20_000));
    assertThat(answer).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void a_page_that_breaks_says_nothing_of_why() throws IOException {
    WebServer server =
        server(_ -> {
          throw new IllegalStateException("secret");
        });
    assertThat(ask(server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 500 ")
        .doesNotContain("secret");
  }

  @Test
  void one_octet_at_a_time_does_not_hold_a_connection_beyond_its_time() throws Exception {
    WebServer server = server(WebServerTest::echo);
    try (Socket socket = connect(server)) {
      boolean closed = false;
      for (int i = 0; i < 100 && !closed; i++) {
        try {
          send(socket, i == 0 ? "GET / HTTP/1.1\r\nX: " : "a");
          Thread.sleep(50);
        } catch (SocketException _) {
          closed = true;
        }
      }
      assertThat(closed).isTrue();
    }
  }

  @Test
  void silent_clients_are_closed_and_others_served_again() throws Exception {
    WebServer server = server(WebServerTest::echo);
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      silent.add(connect(server));
    }
    // Those beyond the limit are closed at once, the others when their time is over.
    for (Socket socket : silent) {
      assertThat(ended(socket)).isTrue();
      socket.close();
    }
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> ask(server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("HTTP/1.1 200"));
  }

  private static boolean ended(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException _) {
      return true;
    }
  }

  @Test
  void a_client_that_does_not_read_is_closed() throws Exception {
    WebServer server = server(_ -> WebResponse.text(200, "x".repeat(30_000_000)));
    try (Socket socket = connect(server)) {
      send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      Thread.sleep(2_500);
      assertThat(read(socket)).isLessThan(30_000_000);
    }
  }

  private static long read(Socket socket) throws IOException {
    long all = 0;
    byte[] octets = new byte[1 << 16];
    try {
      int count = socket.getInputStream().read(octets);
      while (count >= 0) {
        all += count;
        count = socket.getInputStream().read(octets);
      }
    } catch (SocketException _) {
      return all;
    }
    return all;
  }

  @Test
  void no_header_field_of_a_response_ends_its_line() {
    WebResponse response = WebResponse.text(200, "x");
    assertThatThrownBy(() -> response.with("X", "a\r\nSet-Cookie: b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WebResponse(200, Map.of("X:", "a\n"), ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_network_is_a_24_or_a_64() {
    assertThat(Networks.of(InetAddress.ofLiteral("192.0.2.1")))
        .isEqualTo(Networks.of(InetAddress.ofLiteral("192.0.2.200")))
        .isNotEqualTo(Networks.of(InetAddress.ofLiteral("192.0.3.1")));
    assertThat(Networks.of(InetAddress.ofLiteral("2001:db8::1")))
        .isEqualTo(Networks.of(InetAddress.ofLiteral("2001:db8::ffff:1")))
        .isNotEqualTo(Networks.of(InetAddress.ofLiteral("2001:db8:0:1::1")));
  }
}
