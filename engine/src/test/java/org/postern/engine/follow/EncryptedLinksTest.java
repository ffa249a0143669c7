package org.postern.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

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
    try (WebHost plain = WebHost.plain(Local.PUBLIC)) {
      plain.says("/x", PAGE);
      Resolution found = follow(tls.client(), "https://short.example:" + plain.port() + "/x");
      assertThat(found.end()).isInstanceOf(End.Failed.class);
      assertThat(plain.requests()).isEmpty();
    }
  }
}
