package org.postern.gateway.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.gateway.store.Review;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;

/// What the page of a reference tells.
class WhyPagesTest extends RefusedMail {

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

  @Test
  void many_refusals_of_one_reference_are_few_on_the_page() {
    for (int i = 0; i < 50; i++) {
      logged(row(A, "data", "reject", "550 5.7.1 Reason " + i + " (ref " + REF + ")", ""));
    }
    assertThat(get("/why/" + REF).body().split("<h2>")).hasSize(1 + 5 + 1);
  }
}
