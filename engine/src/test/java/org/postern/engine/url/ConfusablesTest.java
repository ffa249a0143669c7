package org.postern.engine.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusablesTest {

  @ParameterizedTest
  @CsvSource({
    "paypal, paypa1",
    "paypal, PayPaI",
    "paypal, раураl",
    "microsoft, rnicrosoft",
    "microsoft, micr0s0ft",
    "wells, vvells",
    "dhl, clhl",
    "amazon, аmаzоn",
    "netflix, nеtfliх",
    "apple, áppłe"
  })
  void what_looks_alike_has_one_skeleton(String one, String other) {
    assertThat(Confusables.skeleton(other)).isEqualTo(Confusables.skeleton(one));
  }

  @Test
  void other_words_have_other_skeletons() {
    assertThat(Confusables.skeleton("paypal")).isNotEqualTo(Confusables.skeleton("payroll"));
    assertThat(Confusables.skeleton("почта")).isNotEqualTo(Confusables.skeleton("post"));
  }

  @Test
  void a_letter_of_another_script_looks_latin() {
    assertThat(Confusables.latin('а')).isEqualTo('a');
    assertThat(Confusables.latin('ο')).isEqualTo('o');
    assertThat(Confusables.latin('a')).isEqualTo('a');
    assertThat(Confusables.latin('ж')).isEqualTo('ж');
  }

  @Test
  void labels_of_one_script_are_not_mixed() {
    assertThat(Confusables.mixesScripts("pаypal.com")).isTrue();
    assertThat(Confusables.mixesScripts("почта.com")).isFalse();
    assertThat(Confusables.mixesScripts("例えab.com")).isFalse();
    assertThat(Confusables.mixesScripts("a\u1974count")).isTrue();
    assertThat(Confusables.mixesScripts("p\ud801\udc2dyroll")).isTrue();
    assertThat(Confusables.mixesScripts("\u05d1Google")).isFalse();
  }
}
