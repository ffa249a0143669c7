package org.postern.engine.checks.infomail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhrasesTest {

  private static final List<String> SOME =
      List.of("abc", "abcd", "bcd", "to leave this list", "退订", "ab", "zz top", "ёжик");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "ab",
        "abc",
        "abcd",
        "xabxbcdx",
        "how to leave this list, zz top",
        "请退订",
        "退",
        "to leave this lis",
        "там ёжик",
        "zz  top"
      })
  void finds_what_stands_in_a_text(String text) {
    List<String> found = new Phrases(SOME).in(text).stream().mapToObj(SOME::get).toList();
    assertThat(found).isEqualTo(SOME.stream().filter(text::contains).toList());
  }

  @Test
  void finds_all_in_one_text() {
    String text = String.join(" ", SOME);
    assertThat(new Phrases(SOME).in(text).cardinality()).isEqualTo(SOME.size());
  }

  @Test
  void the_first_phrase_of_each_topic_is_that_of_the_list() {
    for (Wording.Topic topic : Wording.Topic.values()) {
      String text = "to unsubscribe from our newsletter, view in browser; 50% off, your order";
      assertThat(Wording.STANDARD.said(text).first(topic))
          .isEqualTo(Wording.STANDARD.find(topic, text));
    }
    assertThat(Stream.of(Wording.Topic.values()).mapToInt(Wording.STANDARD.said("")::count).sum())
        .isZero();
  }
}
