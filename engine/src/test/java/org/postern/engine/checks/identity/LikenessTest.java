package org.postern.engine.checks.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikenessTest {

  @ParameterizedTest
  @CsvSource({
    "gardeninq.com, gardening.com",
    "gardenlng.com, gardening.com",
    "gaardening.com, gardening.com",
    "gadrening.com, gardening.com",
    "gardning.net, gardening.com",
    "gardening-login.com, gardening.com",
    "secure-gardening-account.com, gardening.com",
    "gardening.com.elsewhere.net, gardening.com",
    "gardening-com.elsewhere.net, gardening.com",
    "gardening.top, gardening.com",
  })
  void a_made_up_domain_looks_like_the_own(String host, String domain) {
    assertThat(Likeness.of(host, domain)).isGreaterThanOrEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "gardening.com, gardening.com",
    "mail.gardening.com, gardening.com",
    "gardening.de, gardening.com",
    "gardens.com, gardening.com",
    "gardeningtools.com, gardening.com",
    "ibm.com, ibn.com",
    "harding.com, gardening.com",
    "gardening.com.br, gardening.com",
    "mail.gardening.com.br, gardening.com",
  })
  void others_do_not(String host, String domain) {
    assertThat(Likeness.of(host, domain)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "gardenlng.com, gardening.com, true",
    "gardening.com, gardning.com, true",
    "mail.gard3ning.com, gardening.com, true",
    "garden-tools.com, gardentools.com, false",
    "gardentools2.com, gardentools1.com, false",
    "gardening-group.com, gardening.com, false",
    "gardening.com.br, gardening.com, false",
    "ibm.com, ibn.com, false",
    "localhost, gardening.com, false",
  })
  void misspelt_is_one_letter_and_nothing_that_companies_do(
      String host, String domain, boolean misspelt) {
    assertThat(Likeness.misspelt(host, domain)).isEqualTo(misspelt);
  }

  @Test
  void a_step_is_one_letter_or_a_swap() {
    assertThat(Likeness.oneStep("abcd", "abd")).isTrue();
    assertThat(Likeness.oneStep("abd", "abcd")).isTrue();
    assertThat(Likeness.oneStep("abcd", "abxd")).isTrue();
    assertThat(Likeness.oneStep("abcd", "acbd")).isTrue();
    assertThat(Likeness.oneStep("abcd", "abcd")).isFalse();
    assertThat(Likeness.oneStep("abcd", "dcba")).isFalse();
    assertThat(Likeness.oneStep("", "a")).isTrue();
  }
}
