package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistancesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p style='margin-top:1500px'>",
        "<p style='Padding-Top : 2000PT'>",
        "<p style='height:\t5000px'>",
        "<p style='height:300vh'>",
        "<p style='margin-top:300VH'>",
        "height:99999999px "
      })
  void counts_what_nobody_scrolls_over(String html) {
    assertThat(Distances.far(html)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "margin-top:1499px;",
        "height:4999px;",
        "height:299vh;",
        "line-height:5000px;",
        "max-height:5000px;",
        "width:5000px;",
        "margin-bottom:5000px;",
        "height:1.5000px;",
        "height:123456789px;",
        "height:    5000px;",
        "height 5000px;",
        "height:5000 px;",
        "5000px",
        ":5000px",
        "height:5000p"
      })
  void passes_over_everything_else(String html) {
    assertThat(Distances.far(html)).isZero();
  }

  @Test
  void counts_twenty_and_no_more() {
    assertThat(Distances.far("height:6000px;".repeat(7))).isEqualTo(7);
    assertThat(Distances.far("height:6000px;".repeat(50))).isEqualTo(20);
  }
}
