package org.postern.gateway.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MemoryMailLog;
import org.postern.gateway.store.MemoryReviews;
import org.postern.gateway.store.Review;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;

class WhyPagesTest {

  private static final String REF = "01M4-8K2J-7QXD-0TZF";
  private static final String OTHER = "01M4-8K2J-7QXD-0TZG";
  private static final Instant NOW = Instant.parse("2026-03-01T12:34:56Z");
  private static final TenantId A = new TenantId("alpha");
  private static final TenantId B = new TenantId("beta");
  private static final String SPAM =
      "550 5.7.1 Message refused: it was recognised as unwanted (ref " + REF + ")";
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

  @TempDir Path data;
  private final MemoryMailLog log = new MemoryMailLog();
  private final MemoryReviews reviews = new MemoryReviews();
  private FormKey key;
  private WhyPages pages;

  @BeforeEach
  void open() throws IOException {
    key = FormKey.ofFile(data.resolve("why.key"), new SecureRandom());
    pages = pages(WhyLimits.STANDARD);
  }

  private WhyPages pages(WhyLimits limits) {
    return new WhyPages(
        log,
        reviews,
        key,
        Optional.of("https://mx.example.org"),
        limits,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static LogRow row(
      TenantId tenant, String stage, String disposition, String status, String symbol) {
    return row(tenant, stage, disposition, status, symbol, "mail.example.net");
  }

  private static LogRow row(
      TenantId tenant,
      String stage,
      String disposition,
      String status,
      String symbol,
      String helo) {
    return new LogRow(
        tenant,
        NOW.minusSeconds(100),
        REF,
        stage,
        "192.0.2.7",
        helo,
        "sender@example.net",
        "secret.recipient@alpha.example",
        "secret subject",
        "<secret@example.net>",
        4711,
        "TLSv1.3",
        "CONFIRMED_SPAM",
        17.25,
        disposition,
        status,
        symbol);
  }

  private void logged(LogRow... rows) {
    log.append(List.of(rows));
  }

  private WebResponse get(String target) {
    return pages.answer(
        new WebRequest(CLIENT, "GET", target, Map.of("host", "mx"), WebRequest.Body.NONE));
  }

  private WebResponse post(String target, Map<String, String> form, String... fields) {
    List<String> pairs = new ArrayList<>();
    form.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return post(target, String.join("&", pairs), fields);
  }

  private WebResponse post(String target, String body, String... more) {
    Map<String, String> fields = new HashMap<>();
    fields.put("host", "mx.example.org");
    fields.put("content-type", "application/x-www-form-urlencoded");
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return pages.answer(
        new WebRequest(
            CLIENT,
            "POST",
            target,
            fields,
            new WebRequest.Body(body.getBytes(StandardCharsets.UTF_8))));
  }

  private Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    form.put("token", key.token(REF));
    form.put("text", text);
    form.put("email", "me@example.net");
    return form;
  }

  @Test
  void a_refusal_is_told_in_words_of_its_sender() {
    logged(row(A, "data", "reject", SPAM, ""));
    WebResponse page = get("/why/" + REF);
    assertThat(page.code()).isEqualTo(200);
    assertThat(page.body())
        .contains(
            "The message was recognised as unwanted.",
            "2026-03-01 12:33 UTC",
            "550 5.7.1 Message refused",
            "<html lang=\"en\">",
            "<label for=\"text\">",
            "<label for=\"email\">");
  }

  @Test
  void nothing_else_of_the_row_is_told() {
    logged(row(A, "rcpt", "refused", SPAM, "GATE_DNSBL"));
    assertThat(get("/why/" + REF).body())
        .contains("The server refused your client&#39;s address.")
        .doesNotContain(
            "secret",
            "alpha",
            "17.25",
            "GATE",
            "DNSBL",
            "CONFIRMED",
            "sender@",
            "192.0.2.7",
            "mail.example.net",
            "4711");
  }

  @Test
  void the_words_of_a_next_hop_are_not_told_but_its_code() {
    logged(
        row(
            A,
            "rcpt",
            "refused",
            "550 5.1.1 <secret.recipient@alpha.example>: no such user secret.recipient",
            ""));
    assertThat(get("/why/" + REF).body())
        .contains("<pre>550 5.1.1</pre>", "own mail server refused it")
        .doesNotContain("secret", "no such user");
  }

  @Test
  void an_address_in_our_own_words_is_left_out() {
    logged(
        row(
            A,
            "mail",
            "refused",
            "550 5.7.1 <secret.recipient@alpha.example> no (ref " + REF + ")",
            ""));
    assertThat(get("/why/" + REF).body()).contains("550 5.7.1 … no").doesNotContain("secret");
  }

  @Test
  void the_words_of_a_next_hop_are_not_told_where_our_reference_is_behind_them() {
    logged(
        row(
            A,
            "rcpt",
            "refused",
            "550 5.1.1 mx1.inside: no mailbox secret.recipient (ref " + REF + ")",
            ""));
    assertThat(get("/why/" + REF).body())
        .contains("<pre>550 5.1.1</pre>", "no mail for this recipient")
        .doesNotContain("secret", "inside", "mailbox");
  }

  @Test
  void what_became_of_an_accepted_message_is_not_told() {
    logged(
        row(A, "hold", "hold", "SCORE", ""),
        row(A, "discard", "discard", "", ""),
        row(A, "deliver", "delivered", "250 ok", ""),
        row(A, "deliver", "deferred", "451 4.2.1 later", ""));
    WebResponse page = get("/why/" + REF);
    assertThat(page).isEqualTo(get("/why/" + OTHER));
    assertThat(page.code()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/why",
        "/why/",
        "/why/" + OTHER,
        "/why/" + REF + "/",
        "/why/../why/" + REF,
        "/why//" + REF,
        "/why/%30" + "1M4-8K2J-7QXD-0TZF",
        "/why/..%2f..%2fetc%2fpasswd",
        "/why/<script>alert(1)</script>",
        "/why/" + REF + "%00",
        "/whyever",
        "/"
      })
  void every_other_address_has_the_same_page(String target) {
    logged(row(A, "data", "reject", SPAM, ""));
    WebResponse page = get(target);
    assertThat(page.code()).isEqualTo(404);
    assertThat(page).isEqualTo(get("/why/" + OTHER));
  }

  @Test
  void a_reference_in_small_letters_and_a_query_are_fine() {
    logged(row(A, "data", "reject", SPAM, ""));
    assertThat(get("/why/01m4-8k2j-7qxd-0tzf?utm_source=x").code()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</pre></main></body><script>",
        "&lt;script&gt;",
        "javascript:alert(1)",
        "%n%s%s%x",
        "\u202e\u0000\u001b[31m\u2028"
      })
  void no_stored_text_becomes_part_of_the_page(String attack) {
    logged(
        row(A, "data", "reject", "550 5.7.1 " + attack + " (ref " + REF + ")", "GATE_" + attack),
        row(A, "rcpt", "refused", attack, attack, attack));
    reviews.add(A, Review.open(A, REF, NOW, attack, attack));
    reviews.close(Optional.empty(), REF, NOW, attack);
    String body = get("/why/" + REF).body();
    assertThat(body.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("<script", "<img", "\u202e", "\u0000", "\u001b", "\u2028");
    assertThat(body).doesNotContain("' onmouse", "</pre></main></body><");
    assertThat(body).containsOnlyOnce("</main>");
  }

  @Test
  void headers_keep_browsers_from_doing_more() {
    logged(row(A, "data", "reject", SPAM, ""));
    for (WebResponse page : List.of(get("/why/" + REF), get("/why/" + OTHER))) {
      Map<String, String> fields = page.fields();
      String policy = fields.getOrDefault("Content-Security-Policy", "");
      assertThat(policy)
          .startsWith("default-src 'none'; style-src 'sha256-")
          .contains("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(fields)
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("Cache-Control", "no-store")
          .containsEntry("X-Frame-Options", "DENY");
      assertThat(page.body()).doesNotContain("<script", "style=", "http://", "src=");
    }
    assertThat(get("/why/" + OTHER).fields()).containsEntry("Referrer-Policy", "no-referrer");
    assertThat(get("/why/" + REF).fields()).containsEntry("Referrer-Policy", "same-origin");
  }

  @Test
  void the_style_is_the_one_that_the_policy_allows() throws Exception {
    WebResponse page = get("/why/" + OTHER);
    String style =
        page.body().substring(page.body().indexOf("<style>") + 7, page.body().indexOf("</style>"));
    String sum =
        java.util.Base64.getEncoder()
            .encodeToString(
                java.security.MessageDigest.getInstance("SHA-256")
                    .digest(style.getBytes(StandardCharsets.UTF_8)));
    assertThat(page.fields().get("Content-Security-Policy")).contains("'sha256-" + sum + "'");
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
  @ValueSource(strings = {"GET", "HEAD"})
  void reading_changes_nothing(String method) {
    logged(row(A, "data", "reject", SPAM, ""));
    pages.answer(
        new WebRequest(
            CLIENT,
            method,
            "/why/" + REF + "?token=" + key.token(REF) + "&text=x",
            Map.of("content-type", "application/x-www-form-urlencoded"),
            new WebRequest.Body(
                ("token=" + key.token(REF) + "&text=x").getBytes(StandardCharsets.UTF_8))));
    assertThat(reviews.list(Optional.empty(), true, 10)).isEmpty();
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

  @Test
  void many_refusals_of_one_reference_are_few_on_the_page() {
    for (int i = 0; i < 50; i++) {
      logged(row(A, "data", "reject", "550 5.7.1 Reason " + i + " (ref " + REF + ")", ""));
    }
    assertThat(get("/why/" + REF).body().split("<h2>")).hasSize(1 + 5 + 1);
  }
}
