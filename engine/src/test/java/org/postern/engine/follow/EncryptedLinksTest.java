package org.postern.engine.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postern.engine.follow.Resolution.End;
import org.postern.engine.follow.Resolution.Fault;
import org.postern.engine.url.WebAddress;

class EncryptedLinksTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final String PAGE = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
  private static Throwaway tls;

  private final Names names =
      new Names()
          .add("short.example", Local.PUBLIC)
          .add("shop.example", Local.PUBLIC)
          .add("stranger.example", Local.PUBLIC);

  @BeforeAll
  static void certificate() throws Exception {
    tls = Throwaway.of("short.example", "shop.example");
  }

  private Resolution follow(SSLContext context, String link) throws Exception {
    WebAddress address = Local.address(link);
    return Local.follower(names, context, PATIENT)
        .follow(List.of(address), PATIENT)
        .of(address)
        .orElseThrow();
  }

  @Test
  void follows_from_http_to_https_and_back() throws Exception {
    try (WebHost plain = WebHost.plain(Local.PUBLIC);
        WebHost secret = WebHost.encrypted(Local.PUBLIC, tls.server())) {
      plain.leads("/x", 301, "https://short.example:" + secret.port() + "/x");
      secret.leads("/x", 301, "http://shop.example:" + plain.port() + "/s");
      plain.says("/s", PAGE);
      Resolution found = follow(tls.client(), "http://short.example:" + plain.port() + "/x");
      assertThat(found.chain().stream().map(WebAddress::scheme))
          .containsExactly("http", "https", "http");
      assertThat(found.end()).isEqualTo(new End.Answered(200, "text/html", ""));
    }
  }

  @Test
  void checks_the_name_of_the_host_though_it_connects_by_address() throws Exception {
    try (WebHost secret = WebHost.encrypted(Local.PUBLIC, tls.server())) {
      secret.leads("/x", 301, "https://stranger.example:" + secret.port() + "/s").says("/s", PAGE);
      Resolution found = follow(tls.client(), "https://short.example:" + secret.port() + "/x");
      assertThat(found.chain()).hasSize(2);
      assertThat(found.end()).isEqualTo(new End.Failed(Fault.TLS));
      assertThat(secret.requests()).hasSize(1);
    }
  }

  @Test
  void trusts_nobody_whom_the_system_does_not() throws Exception {
    try (WebHost secret = WebHost.encrypted(Local.PUBLIC, tls.server())) {
      secret.says("/x", PAGE);
      SSLContext system = SSLContext.getDefault();
      assertThat(follow(system, "https://short.example:" + secret.port() + "/x").end())
          .isEqualTo(new End.Failed(Fault.TLS));
      assertThat(secret.requests()).isEmpty();
    }
  }

  @Test
  void tells_a_server_that_speaks_no_tls() throws Exception {
    try (ServerSocket plain = listen()) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket client = plain.accept()) {
              client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
              client.getInputStream().readAllBytes();
            } catch (IOException _) {
              assert plain.isBound(); // who connected hung up
            }
          });
      String link = "https://short.example:" + plain.getLocalPort() + "/x";
      assertThat(follow(tls.client(), link).end()).isEqualTo(new End.Failed(Fault.TLS));
    }
  }

  @Test
  void tells_a_name_that_no_certificate_can_have() throws Exception {
    names.add("a_b.short.example", Local.PUBLIC);
    try (WebHost secret = WebHost.encrypted(Local.PUBLIC, tls.server())) {
      secret.says("/x", PAGE);
      assertThat(follow(tls.client(), "https://a_b.short.example:" + secret.port() + "/x").end())
          .isEqualTo(new End.Failed(Fault.TLS));
    }
  }

  @Test
  void waits_no_longer_than_its_time_for_a_handshake() throws Exception {
    try (ServerSocket silent = listen()) {
      WebAddress link = Local.address("https://short.example:" + silent.getLocalPort() + "/x");
      long start = System.nanoTime();
      Resolution found =
          Local.follower(names, tls.client(), Duration.ofMillis(500))
              .follow(List.of(link), Duration.ofMinutes(1))
              .of(link)
              .orElseThrow();
      assertThat(found.end()).isEqualTo(new End.Failed(Fault.LATE));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 5, InetAddress.ofLiteral(Local.PUBLIC));
  }
}
