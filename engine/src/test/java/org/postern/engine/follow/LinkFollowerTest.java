package org.postern.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.follow.Resolution.End;
import org.postern.engine.follow.Resolution.Fault;
import org.postern.engine.follow.Resolution.Reason;
import org.postern.engine.url.WebAddress;

class LinkFollowerTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final String PAGE = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";

  private final Names names =
      new Names()
          .add("short.example", Local.PUBLIC)
          .add("other.example", Local.PUBLIC)
          .add("shop.example", Local.PUBLIC)
          .add("house.example", Local.HOUSE);
  private WebHost web;
  private WebHost house;

  @BeforeEach
  void start() throws IOException {
    web = WebHost.plain(Local.PUBLIC);
    house = WebHost.plain(Local.HOUSE).says("/x", PAGE);
  }

  @AfterEach
  void end() throws IOException {
    web.close();
    house.close();
  }

  private String at(String host, String path) {
    return "http://" + host + ":" + web.port() + path;
  }

  private Resolution follow(String link) throws Exception {
    return follow(link, PATIENT);
  }

  private Resolution follow(String link, Duration time) throws Exception {
    return one(Local.follower(names, SSLContext.getDefault(), time), link);
  }

  private static Resolution one(LinkFollower follower, String link) throws Exception {
    WebAddress address = Local.address(link);
    return follower.follow(List.of(address), PATIENT).of(address).orElseThrow();
  }

  private static List<String> chain(Resolution found) {
    return found.chain().stream().map(WebAddress::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void follows_a_redirection(int status) throws Exception {
    web.leads("/x", status, at("shop.example", "/sale")).says("/sale", PAGE);
    Resolution found = follow(at("short.example", "/x"));
    assertThat(chain(found))
        .containsExactly(at("short.example", "/x"), at("shop.example", "/sale"));
    assertThat(found.end()).isEqualTo(new End.Answered(200, "text/html", ""));
    assertThat(found.told())
        .isEqualTo("short.example:%1$s/x leads to shop.example:%1$s/sale".formatted(web.port()));
  }

  @Test
  void asks_by_head_and_tells_nothing_but_its_name() throws Exception {
    web.leads("/x", 302, at("shop.example", "/sale")).says("/sale", PAGE);
    follow(at("short.example", "/x"));
    assertThat(web.requests()).hasSize(2);
    assertThat(web.requests().getLast())
        .isEqualTo(
            """
            HEAD /sale HTTP/1.1
            Host: shop.example:%d
            User-Agent: Postern-Links/1.0
            Accept: text/html, */*;q=0.5
            Accept-Encoding: identity
            Connection: close
            """
                .formatted(web.port()));
  }

  @Test
  void follows_relative_and_schemeless_locations() throws Exception {
    web.leads("/x", 302, "y?a=1")
        .leads("/y?a=1", 302, "//other.example:" + web.port() + "/z")
        .leads("/z", 302, "/end")
        .says("/end", PAGE);
    assertThat(chain(follow(at("short.example", "/x"))))
        .containsExactly(
            at("short.example", "/x"),
            at("short.example", "/y?a=1"),
            at("other.example", "/z"),
            at("other.example", "/end"));
  }

  @Test
  void asks_redirectors_by_get_where_head_is_refused_but_not_their_targets() throws Exception {
    String refused = "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n\r\n";
    String found = "HTTP/1.1 302 x\r\nLocation: " + at("shop.example", "/s") + "\r\n\r\n";
    web.does(
            "/x",
            (method, out) ->
                out.write(
                    (method.equals("HEAD") ? refused : found).getBytes(StandardCharsets.US_ASCII)))
        .says("/s", refused);
    Resolution resolution = follow(at("short.example", "/x"));
    assertThat(resolution.target()).isEqualTo(Local.address(at("shop.example", "/s")));
    assertThat(resolution.end()).isEqualTo(new End.Answered(405, "", ""));
    assertThat(web.requests().stream().map(one -> one.split(" ", 2)[0]))
        .containsExactly("HEAD", "GET", "HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<meta http-equiv=\"Refresh\" content=\"0; URL='%s'\">",
        "<META HTTP-EQUIV=refresh CONTENT=3;url=%s>",
        "<script>window.location.href = \"%s\";</script>",
        "<script>location.replace('%s')</script>"
      })
  void reads_pages_of_redirectors_that_lead_on_by_themselves(String page) throws Exception {
    String target = at("shop.example", "/s");
    String html = "<html><head>" + page.formatted(target) + "</head></html>";
    web.says("/x", PAGE + html).says("/s", PAGE + html);
    assertThat(follow(at("short.example", "/x")).target()).isEqualTo(Local.address(target));
  }

  @Test
  void reads_chunked_pages() throws Exception {
    String target = at("shop.example", "/s");
    String chunked =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    String first = "<meta http-equiv=refresh content=\"0;u";
    String second = "rl=" + target + "\">";
    web.says(
            "/x",
            chunked
                + Integer.toHexString(first.length())
                + ";a=b\r\n"
                + first
                + "\r\n"
                + Integer.toHexString(second.length())
                + "\r\n"
                + second
                + "\r\n0\r\n\r\n")
        .says("/s", PAGE);
    assertThat(follow(at("short.example", "/x")).target()).isEqualTo(Local.address(target));
  }

  @Test
  void reads_what_a_target_offers() throws Exception {
    web.leads("/x", 302, at("shop.example", "/d"))
        .says(
            "/d",
            "HTTP/1.1 200 OK\r\nContent-Type: Application/X-MSDownload; x=y\r\n"
                + "Content-Disposition: attachment; filename=\"invoice.pdf.exe\"\r\n\r\n");
    assertThat(follow(at("short.example", "/x")).end())
        .isEqualTo(new End.Answered(200, "application/x-msdownload", "invoice.pdf.exe"));
  }

  @Test
  void reads_the_target_that_a_known_redirector_carries_without_asking_that() throws Exception {
    String target = at("shop.example", "/s");
    web.leads("/x", 302, "https://www.google.com/url?q=" + target).says("/s", PAGE);
    Resolution found = follow(at("short.example", "/x"));
    assertThat(found.chain()).hasSize(3);
    assertThat(found.target()).isEqualTo(Local.address(target));
    assertThat(names.asked()).doesNotContain("www.google.com");
  }

  @Test
  void does_not_ask_targets_that_may_work_once_nor_our_own() throws Exception {
    web.leads("/x", 302, at("shop.example", "/confirm?token=abc"))
        .leads("/y", 302, at("www.ours.example", "/s"));
    Resolution once = follow(at("short.example", "/x"));
    assertThat(once.end()).isEqualTo(new End.NotAsked(Reason.MAY_WORK_ONCE));
    assertThat(once.target()).isEqualTo(Local.address(at("shop.example", "/confirm?token=abc")));
    assertThat(follow(at("short.example", "/y")).end()).isEqualTo(new End.NotAsked(Reason.OWN));
    assertThat(web.requests()).hasSize(2);
    assertThat(names.asked()).containsOnly("short.example");
  }

  @Test
  void ends_circles_and_long_ways() throws Exception {
    web.leads("/a", 302, "/b").leads("/b", 302, "/a");
    assertThat(follow(at("short.example", "/a")).end()).isEqualTo(new End.NotAsked(Reason.LOOP));
    for (int i = 0; i < 20; i++) {
      web.leads("/n" + i, 302, "/n" + (i + 1));
    }
    Resolution longest = follow(at("short.example", "/n0"));
    assertThat(longest.end()).isEqualTo(new End.NotAsked(Reason.HOPS));
    assertThat(longest.chain()).hasSize(6);
    assertThat(web.requests()).hasSize(2 + 5);
  }

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

  @Test
  void asks_once_for_many_messages_and_remembers() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    web.does(
        "/x",
        (_, out) -> {
          all.await();
          out.write(
              ("HTTP/1.1 302 x\r\nLocation: " + at("shop.example", "/s") + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
        });
    web.says("/s", PAGE);
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    List<Thread> threads =
        IntStream.range(0, 6)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      try {
                        one(follower, at("short.example", "/x#" + i));
                      } catch (Exception broken) {
                        throw new IllegalStateException(broken);
                      }
                    }))
            .toList();
    Awaitility.await().until(() -> web.requests().size() == 1);
    all.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    Resolution later = one(follower, at("short.example", "/x#later"));
    assertThat(later.leads()).isTrue();
    assertThat(later.link().toString()).endsWith("#later");
    assertThat(web.requests()).hasSize(2);
  }

  @Test
  void remembers_lasting_failures_longer_than_passing_ones() throws Exception {
    names.add("broken.short.example", Local.PUBLIC);
    web.says("/bad", "no HTTP\r\n\r\n").does("/late", (_, out) -> Thread.sleep(60_000));
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), Duration.ofMillis(300));
    String bad = at("short.example", "/bad");
    String late = at("short.example", "/late");
    assertThat(one(follower, bad).end()).isEqualTo(new End.Failed(Fault.MALFORMED));
    assertThat(one(follower, late).end()).isEqualTo(new End.Failed(Fault.LATE));
    int before = web.requests().size();
    Thread.sleep(600);
    assertThat(one(follower, bad).end()).isEqualTo(new End.Failed(Fault.MALFORMED));
    assertThat(web.requests()).hasSize(before);
    assertThat(one(follower, late).end()).isEqualTo(new End.Failed(Fault.LATE));
    assertThat(web.requests()).hasSize(before + 1);
  }

  @Test
  void follows_five_links_of_a_message_at_the_same_time() throws Exception {
    CountDownLatch five = new CountDownLatch(5);
    List<WebAddress> links =
        IntStream.range(0, 8).mapToObj(i -> Local.address(at("short.example", "/l" + i))).toList();
    for (int i = 0; i < 8; i++) {
      int number = i;
      web.does(
          "/l" + i,
          (_, out) -> {
            five.countDown();
            five.await();
            out.write(
                ("HTTP/1.1 302 x\r\nLocation: http://10.0.0.1/" + number + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
          });
    }
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    List<Resolution> all = follower.follow(links, PATIENT).all();
    assertThat(all).hasSize(8);
    assertThat(all.stream().filter(Resolution::leads)).hasSize(5);
    assertThat(all.stream().filter(one -> one.end().equals(new End.NotAsked(Reason.MANY))))
        .hasSize(3);
  }

  @Test
  void gives_what_there_is_when_the_message_has_no_more_time() throws Exception {
    web.leads("/fast", 302, "http://10.0.0.1/").does("/slow", (_, out) -> Thread.sleep(60_000));
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    WebAddress fast = Local.address(at("short.example", "/fast"));
    WebAddress slow = Local.address(at("short.example", "/slow"));
    assertThat(one(follower, fast.toString()).leads()).isTrue();
    Resolutions all = follower.follow(List.of(slow, fast), Duration.ofMillis(300));
    assertThat(all.of(slow).orElseThrow().end()).isEqualTo(new End.Failed(Fault.LATE));
    assertThat(all.of(fast).orElseThrow().leads()).isTrue();
  }
}
