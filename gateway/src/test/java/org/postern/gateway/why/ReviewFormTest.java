package org.postern.gateway.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.gateway.store.Review;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;

/// Asking for a refusal to be looked at.
class ReviewFormTest extends RefusedMail {

  private Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    form.put("token", key.token(REF));
    form.put("text", text);
    form.put("email", "me@example.net");
    return form;
  }

  @Test
  void the_form_leaves_a_request_for_each_tenant_that_refused() {
    logged(
        row(A, "data", "reject", SPAM, ""),
        row(B, "data", "reject", SPAM, ""),
        row(new TenantId("gamma"), "deliver", "delivered", "250", ""));
    WebResponse page = post("/why/" + REF, form("please\r\n<b>look</b>"));
    assertThat(page.code()).isEqualTo(200);
    assertThat(page.body()).contains("Thank you");
    assertThat(reviews.list(Optional.empty(), true, 10))
        .extracting(Review::tenant, Review::ref, Review::email, Review::text)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(A, REF, "me@example.net", "please\n<b>look</b>"),
            org.assertj.core.groups.Tuple.tuple(B, REF, "me@example.net", "please\n<b>look</b>"));
  }

  @Test
  void nobody_asks_twice_and_the_page_tells_how_it_stands() {
    logged(row(A, "data", "reject", SPAM, ""));
    post("/why/" + REF, form("first"));
    post("/why/" + REF, form("second"));
    assertThat(reviews.list(Optional.empty(), true, 10))
        .extracting(Review::text)
        .containsExactly("first");
    assertThat(get("/why/" + REF).body())
        .contains("A review was asked for", "not closed it yet")
        .doesNotContain("<form", "first", "me@example.net");
    reviews.close(Optional.empty(), REF, NOW, "You may send again.");
    assertThat(get("/why/" + REF).body()).contains("have looked at it", "You may send again.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
  void other_methods_are_refused(String method) {
    logged(row(A, "data", "reject", SPAM, ""));
    WebResponse page =
        pages.answer(new WebRequest(CLIENT, method, "/why/" + REF, Map.of(), WebRequest.Body.NONE));
    assertThat(page.code()).isEqualTo(405);
    assertThat(page.fields()).containsEntry("Allow", "GET, HEAD, POST");
  }

  @Test
  void a_form_of_another_page_is_refused() {
    logged(row(A, "data", "reject", SPAM, ""));
    for (String token : List.of("", "x", key.token(OTHER), key.token(REF) + "x", "ä")) {
      Map<String, String> form = form("x");
      form.put("token", token);
      assertThat(post("/why/" + REF, form).code()).as(token).isEqualTo(403);
    }
    assertThat(post("/why/" + OTHER, form("x")).code()).isEqualTo(404);
    assertThat(reviews.list(Optional.empty(), true, 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://mx.example.org, , 200",
    "http://mx.example.org, , 200",
    "https://evil.example, , 403",
    "https://mx.example.org.evil.example, , 403",
    "https://evil.example/mx.example.org, , 403",
    "null, , 403",
    "null, same-origin, 200",
    "https://mx.example.org, cross-site, 403",
    "https://mx.example.org, same-site, 403",
    ", cross-site, 403",
    ", , 200",
  })
  void only_the_page_itself_may_send_the_form(String origin, String site, int code) {
    logged(row(A, "data", "reject", SPAM, ""));
    List<String> fields = new ArrayList<>();
    if (origin != null) {
      fields.addAll(List.of("origin", origin));
    }
    if (site != null) {
      fields.addAll(List.of("sec-fetch-site", site));
    }
    assertThat(post("/why/" + REF, form("x"), fields.toArray(String[]::new)).code())
        .isEqualTo(code);
    assertThat(reviews.list(Optional.empty(), true, 10)).hasSize(code == 200 ? 1 : 0);
  }

  @Test
  void a_host_of_a_proxy_does_not_matter_where_the_public_address_is_known() {
    logged(row(A, "data", "reject", SPAM, ""));
    assertThat(
            post(
                    "/why/" + REF,
                    form("x"),
                    "host",
                    "127.0.0.1:8080",
                    "origin",
                    "https://mx.example.org")
                .code())
        .isEqualTo(200);
  }

  @Test
  void what_is_no_such_form_is_refused() {
    logged(row(A, "data", "reject", SPAM, ""));
    String token = "token=" + key.token(REF);
    assertThat(post("/why/" + REF, token + "&text=x", "content-type", "text/plain").code())
        .isEqualTo(400);
    assertThat(post("/why/" + REF, token + "&text=%zz").code()).isEqualTo(400);
    assertThat(post("/why/" + REF, "&".repeat(50) + token).code()).isEqualTo(400);
    assertThat(post("/why/" + REF, "").code()).isEqualTo(403);
    assertThat(reviews.list(Optional.empty(), true, 10)).isEmpty();
  }

  @Test
  void a_mistake_is_told_and_nothing_kept() {
    logged(row(A, "data", "reject", SPAM, ""));
    assertThat(post("/why/" + REF, form(" \r\n ")).code()).isEqualTo(422);
    WebResponse large = post("/why/" + REF, form("x".repeat(2_001)));
    assertThat(large.code()).isEqualTo(422);
    assertThat(large.body()).contains("role=\"alert\"").doesNotContain("xxx");
    Map<String, String> form = form("x");
    for (String address :
        List.of(
            "no address",
            "a@b\r\nBcc: c@d.example",
            "<script>@x.example",
            "a".repeat(260) + "@b.example")) {
      form.put("email", address);
      assertThat(post("/why/" + REF, form).code()).as(address).isEqualTo(422);
    }
    assertThat(reviews.list(Optional.empty(), true, 10)).isEmpty();
    assertThat(post("/why/" + REF, form("x".repeat(2_000))).code()).isEqualTo(200);
  }

  @Test
  void an_address_is_not_needed_and_control_characters_do_not_come_in() {
    logged(row(A, "data", "reject", SPAM, ""));
    Map<String, String> form = form("a\u0000b\u001b[2Jc\r\nd");
    form.remove("email");
    post("/why/" + REF, form);
    assertThat(reviews.list(Optional.empty(), true, 10))
        .extracting(Review::email, Review::text)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("", "a b [2Jc\nd"));
  }

  @Test
  void a_robot_that_fills_in_every_field_leaves_nothing() {
    logged(row(A, "data", "reject", SPAM, ""));
    Map<String, String> form = form("x");
    form.put("website", "https://spam.example");
    assertThat(post("/why/" + REF, form).body()).contains("Thank you");
    assertThat(reviews.list(Optional.empty(), true, 10)).isEmpty();
  }

  @Test
  void a_network_that_comes_too_often_gets_429_and_others_do_not() {
    logged(row(A, "data", "reject", SPAM, ""));
    pages = pages(new WhyLimits(3, 100, 1, 100));
    for (int i = 0; i < 3; i++) {
      assertThat(get("/why/" + REF).code()).isEqualTo(200);
    }
    WebResponse page = get("/why/" + REF);
    assertThat(page.code()).isEqualTo(429);
    assertThat(page.fields()).containsEntry("Retry-After", "60");
    assertThat(get("/why/" + OTHER)).isEqualTo(page);
    WebRequest neighbour =
        new WebRequest(
            InetAddress.ofLiteral("192.0.3.1"),
            "GET",
            "/why/" + REF,
            Map.of(),
            WebRequest.Body.NONE);
    assertThat(pages.answer(neighbour).code()).isEqualTo(200);
  }

  @Test
  void requests_have_a_limit_of_their_own() {
    pages = pages(new WhyLimits(100, 100, 1, 100));
    logged(row(A, "data", "reject", SPAM, ""));
    assertThat(post("/why/" + REF, form("x")).code()).isEqualTo(200);
    reviews.expire(NOW.plusSeconds(1));
    assertThat(post("/why/" + REF, form("x")).code()).isEqualTo(429);
    assertThat(reviews.list(Optional.empty(), true, 10)).isEmpty();
  }
}
