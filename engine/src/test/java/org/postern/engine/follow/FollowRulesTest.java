package org.postern.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.follow.Resolution.Reason;
import org.postern.engine.url.WebAddress;

class FollowRulesTest {

  private static final FollowRules RULES =
      new FollowRules(Set.of("go.partner.example"), host -> host.equals("ours.example"));

  private static WebAddress address(String text) {
    return WebAddress.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "https://bit.ly/x, true",
    "https://www.bit.ly/x, true",
    "https://www.linkedin.com/slink?code=abc, true",
    "https://www.linkedin.com/in/ann, false",
    "https://share.google/AbCdEf, true",
    "https://www.aka.ms/x, true",
    "https://aka.ms.evil.example/x, false",
    "https://go.partner.example/x, true",
    "https://eu.go.partner.example/x, true",
    "https://partner.example/x, false",
    "https://shop.example/x, false",
    "https://192.0.2.1/x, false",
    "ftp://bit.ly/x, false",
    "mailto:bit.ly@example.org, false"
  })
  void knows_who_hides_where_it_leads(String text, boolean hides) {
    assertThat(RULES.hides(address(text))).isEqualTo(hides);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bit.ly/3xYz12",
        "https://bit.ly/Spring-Sale-2026",
        "https://t.co/AbCdEfGhIj",
        "https://lnkd.in/eAbCdEf?utm_source=newsletter&utm_medium=email",
        "https://www.linkedin.com/slink?code=gAbCdEf1",
        "https://bit.ly/x?s=1",
        "https://bit.ly/x#something"
      })
  void follows_short_links(String text) {
    assertThat(RULES.againstLink(address(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bit.ly/unsubscribe-me",
        "https://bit.ly/Unsubscribe",
        "https://bit.ly/confirm",
        "https://bit.ly/verify-account",
        "https://bit.ly/login",
        "https://bit.ly/sign-in",
        "https://bit.ly/reset",
        "https://bit.ly/abmelden",
        "https://bit.ly/desinscription",
        "https://bit.ly/x?token=1",
        "https://www.linkedin.com/slink?code=abc&email=ann",
        "https://www.linkedin.com/slink?code=0123456789abcdef0123456789abcdef",
        "https://bit.ly/x?email=ann",
        "https://bit.ly/x?a=ann@example.org",
        "https://bit.ly/x?a=ann%40example.org",
        "https://bit.ly/x?u=1",
        "https://bit.ly/x?a=8f3c9a7b6d5e4f3c2b1a",
        "https://bit.ly/x?8f3c9a7b6d5e4f3c2b1a",
        "https://bit.ly/x?utm_source=ann%40example.org",
        "https://bit.ly/a1b2c3d4e5f6a7b8c9d0e1f2",
        "https://bit.ly/123e4567-e89b-12d3-a456-426614174000",
        "https://bit.ly/ann@example.org"
      })
  void leaves_links_that_may_work_once(String text) {
    assertThat(RULES.againstLink(address(text))).contains(Reason.MAY_WORK_ONCE);
  }

  @ParameterizedTest
  @CsvSource({
    "https://bit.ly/, UNUSUAL",
    "https://bit.ly/a/b/c/d, UNUSUAL",
    "https://bit.ly/a-path-that-is-far-too-long-for-any-address-made-short, UNUSUAL",
    "https://ann@bit.ly/x, UNUSUAL",
    "https://ann:secret@bit.ly/x, UNUSUAL",
    "https://shortener/x, UNUSUAL",
    "https://ours.example/x, OWN",
    "https://go.ours.example/x, OWN",
    "https://localhost/x, UNUSUAL",
    "https://a.localhost/x, OWN",
    "https://printer.local/x, OWN",
    "https://db.internal/x, OWN"
  })
  void leaves_what_is_odd_or_ours(String text, Reason reason) {
    assertThat(RULES.againstLink(address(text))).contains(reason);
  }

  @Test
  void asks_targets_with_longer_paths_but_none_that_may_work_once() {
    assertThat(RULES.againstTarget(address("https://shop.example/a/b/c/d/e/f/spring-sale.html")))
        .isEmpty();
    assertThat(RULES.againstTarget(address("https://shop.example/account/login"))).isPresent();
    assertThat(RULES.againstTarget(address("https://192.0.2.7/x"))).isEmpty();
    String longer = "https://shop.example/" + "a/".repeat(1_100);
    assertThat(RULES.againstTarget(address(longer))).contains(Reason.UNUSUAL);
  }

  @ParameterizedTest
  @CsvSource({
    "Unsubscribe here, true",
    "Newsletter abbestellen, true",
    "Se désinscrire, true",
    "Remove me, true",
    "Verify your account, false",
    "Sign in, false",
    "Read more, false",
    "Payment details, false",
    "Our spring sale, false"
  })
  void reads_what_a_link_is_called(String shown, boolean leaves) {
    assertThat(FollowRules.unsubscribes(shown)).isEqualTo(leaves);
  }
}
