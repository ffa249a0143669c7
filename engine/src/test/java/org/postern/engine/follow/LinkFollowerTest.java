package org.postern.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.follow.Resolution.End;
import org.postern.engine.follow.Resolution.Reason;

/// The ways that links go.
class LinkFollowerTest extends FollowedWeb {

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
}
