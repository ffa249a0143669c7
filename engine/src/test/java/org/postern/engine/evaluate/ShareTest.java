package org.postern.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareTest {

  @Test
  void bounds_are_those_of_wilson() {
    // 10 of 100: (0.1 + 0.019207) / 1.038415 -+ 1.96 * sqrt(0.0009 + 0.000096) / 1.038415
    Share tenth = new Share(10, 100);
    assertThat(tenth.low()).isCloseTo(0.0552, within(0.0001));
    assertThat(tenth.high()).isCloseTo(0.1744, within(0.0001));
    Share half = new Share(5, 10);
    assertThat(half.low()).isCloseTo(0.2366, within(0.0001));
    assertThat(half.high()).isCloseTo(0.7634, within(0.0001));
  }

  @Test
  void none_and_all_are_bounded_by_the_rule_of_three() {
    Share none = new Share(0, 3000);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isCloseTo(0.001, within(1e-12));
    Share all = new Share(300, 300);
    assertThat(all.low()).isCloseTo(0.99, within(1e-12));
    assertThat(all.high()).isEqualTo(1);
    assertThat(new Share(0, 2).high()).isEqualTo(1);
    assertThat(new Share(2, 2).low()).isZero();
  }

  @Test
  void nothing_says_nothing() {
    Share nothing = new Share(0, 0);
    assertThat(nothing.value()).isNaN();
    assertThat(nothing.low()).isZero();
    assertThat(nothing.high()).isEqualTo(1);
  }

  @Test
  void is_never_more_than_all() {
    assertThatThrownBy(() -> new Share(3, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Share(-1, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
