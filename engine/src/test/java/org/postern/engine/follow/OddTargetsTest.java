package org.postern.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.follow.Resolution.End;
import org.postern.engine.follow.Resolution.Fault;
import org.postern.engine.follow.Resolution.Reason;

/// Targets that want the gateway to reach what it should not, and servers that never end.
class OddTargetsTest extends FollowedWeb {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/x",
        "http://2130706433:%d/x",
        "http://0x7f.1:%d/x",
        "http://[::1]:%d/x",
        "http://[::ffff:127.0.0.1]:%d/x",
        "http://house.example:%d/x",
        "http://10.0.0.1:%d/x",
        "http://169.254.169.254:%d/latest/meta-data"
      })
  void never_reaches_the_house_at_the_second_hop(String target) throws Exception {
    web.leads("/x", 302, target.formatted(house.port()));
    Resolution found = follow(at("short.example", "/x"));
    assertThat(found.end()).isEqualTo(new End.Failed(Fault.FORBIDDEN));
    assertThat(found.leads()).isTrue();
    assertThat(house.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:%d/x", "http://ann@shop.example:%d/x"})
  void never_asks_odd_targets(String target) throws Exception {
    web.leads("/x", 302, target.formatted(house.port()));
    assertThat(follow(at("short.example", "/x")).end()).isEqualTo(new End.NotAsked(Reason.UNUSUAL));
    assertThat(names.asked()).containsOnly("short.example");
  }

  @Test
  void connects_to_the_address_it_checked_though_the_name_moves_to_the_house() throws Exception {
    int port = web.port();
    names.add("moves.example", Local.PUBLIC).add("moves.example", Local.HOUSE);
    web.leads("/x", 302, "http://moves.example:" + port + "/a")
        .leads("/a", 302, "http://moves.example:" + port + "/b")
        .says("/b", PAGE);
    Resolution found = follow(at("short.example", "/x"));
    // one look-up for each connection, and each answer is checked
    assertThat(names.asked()).containsExactly("short.example", "moves.example", "moves.example");
    assertThat(found.end()).isEqualTo(new End.Failed(Fault.FORBIDDEN));
    assertThat(web.requests()).hasSize(2);
    assertThat(house.requests()).isEmpty();
  }

  @Test
  void refuses_a_name_with_one_address_that_is_not_public() throws Exception {
    names
        .add("both.example", Local.PUBLIC, Local.HOUSE)
        .add("six.example", "2a00:1450::1", "fd00::1")
        .add("none.example");
    web.leads("/x", 302, at("both.example", "/s"))
        .leads("/y", 302, at("six.example", "/s"))
        .leads("/z", 302, at("none.example", "/s"));
    for (String path : List.of("/x", "/y")) {
      assertThat(follow(at("short.example", path)).end())
          .isEqualTo(new End.Failed(Fault.FORBIDDEN));
    }
    assertThat(follow(at("short.example", "/z")).end()).isEqualTo(new End.Failed(Fault.NO_ADDRESS));
    assertThat(web.requests()).hasSize(3);
  }

  @Test
  void leaves_other_ports_than_those_of_the_web() throws Exception {
    SafeFetcher strict =
        new SafeFetcher(names, Reach.PUBLIC, SSLContext.getDefault(), LinkFollower.AGENT);
    LinkFollower follower = new LinkFollower(Local.limits(PATIENT), Local.RULES, strict);
    assertThat(one(follower, at("short.example", "/x")).end())
        .isEqualTo(new End.Failed(Fault.FORBIDDEN));
    assertThat(one(follower, "http://short.example/x").end())
        .isEqualTo(new End.Failed(Fault.FORBIDDEN));
    assertThat(web.requests()).isEmpty();
  }

  @Test
  void tells_names_that_are_not_there_from_a_dns_that_says_nothing() throws Exception {
    assertThat(follow(at("gone.short.example", "/x")).end())
        .isEqualTo(new End.Failed(Fault.NO_SUCH_NAME));
    FollowRules rules = new FollowRules(java.util.Set.of("broken.example"), _ -> false);
    LinkFollower follower =
        new LinkFollower(
            Local.limits(PATIENT), rules, Local.fetcher(names, SSLContext.getDefault()));
    assertThat(one(follower, "http://broken.example:8080/x").end())
        .isEqualTo(new End.Failed(Fault.NO_NAME_SERVICE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://shop.example/x",
        "gopher://127.0.0.1:25/x",
        "intent://x#Intent;end"
      })
  void follows_nothing_but_the_web(String target) throws Exception {
    web.leads("/x", 302, target);
    assertThat(follow(at("short.example", "/x")).end()).isEqualTo(new End.Failed(Fault.ODD_TARGET));
  }

  @Test
  void gives_up_on_locations_that_are_too_long() throws Exception {
    web.leads("/x", 302, at("shop.example", "/" + "a".repeat(3_000)))
        .leads("/y", 302, at("shop.example", "/" + "a".repeat(100_000)));
    for (String path : List.of("/x", "/y")) {
      assertThat(follow(at("short.example", path)).end()).isEqualTo(new End.Failed(Fault.LARGE));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.6\r\n",
        "220 mail.example ESMTP\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 302 x\r\n\r\n",
        "HTTP/1.1 302 x\r\nLocation: http://a.example/\r\nLocation: http://b.example/\r\n\r\n",
        "HTTP/1.1 302 x\r\nLocation:\r\n\r\n",
        "HTTP/1.1 302 x\r\nLoca\0tion: /y\r\n\r\n",
        "HTTP/1.1 302 x\r\nLocation: /y\rSet-Cookie: a\r\n\r\n",
        "HTTP/1.1 302 x\r\nX: y\r\n Location: /y\r\n\r\n",
        "HTTP/1.1 302 x\r\nLocation : /y\r\n\r\n",
        "HTTP/1.1 302 x\r\nLocation: /y\r\n",
        ""
      })
  void takes_nothing_for_http_that_is_not(String reply) throws Exception {
    web.says("/x", reply);
    assertThat(follow(at("short.example", "/x")).end()).isEqualTo(new End.Failed(Fault.MALFORMED));
  }

  @Test
  void gives_up_on_headers_without_end() throws Exception {
    web.does("/fields", (_, out) -> repeat(out, "HTTP/1.1 200 OK\r\n", "X-A: b\r\n"))
        .does("/line", (_, out) -> repeat(out, "HTTP/1.1 200 OK\r\nX: ", "aaaaaaaa"))
        .does("/interim", (_, out) -> repeat(out, "", "HTTP/1.1 103 Early Hints\r\n\r\n"));
    for (String path : List.of("/fields", "/line", "/interim")) {
      assertThat(follow(at("short.example", path)).end()).isEqualTo(new End.Failed(Fault.LARGE));
    }
  }

  @Test
  void reads_no_more_of_a_page_than_its_limit() throws Exception {
    AtomicInteger pages = new AtomicInteger();
    web.does(
        "/x",
        (method, out) -> {
          pages.incrementAndGet();
          out.write(PAGE.getBytes(StandardCharsets.US_ASCII));
          if (method.equals("GET")) {
            repeat(out, "", "<p>nothing at all</p>");
          }
        });
    assertThat(follow(at("short.example", "/x")).end())
        .isEqualTo(new End.Answered(200, "text/html", ""));
    assertThat(pages).hasValue(2);
  }

  private static void repeat(OutputStream out, String first, String more) throws IOException {
    out.write(first.getBytes(StandardCharsets.US_ASCII));
    // more than sockets hold; whoever reads is expected to hang up long before
    for (int i = 0; i < 4_000_000; i++) {
      out.write(more.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void waits_no_longer_than_its_time_for_a_server_that_drips() throws Exception {
    web.does(
        "/x",
        (_, out) -> {
          out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
          for (int i = 0; i < 500; i++) {
            out.write('X');
            out.flush();
            Thread.sleep(20);
          }
        });
    long start = System.nanoTime();
    Resolution found = follow(at("short.example", "/x"), Duration.ofMillis(500));
    assertThat(found.end()).isEqualTo(new End.Failed(Fault.LATE));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
