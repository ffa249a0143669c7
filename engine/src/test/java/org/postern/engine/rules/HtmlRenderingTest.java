package org.postern.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pages made to cost time: what takes the square of their length takes minutes here.
class HtmlRenderingTest {

  @Test
  @Timeout(20)
  void titles_without_end_are_looked_through_once() {
    HtmlRendering page = HtmlRendering.of("<title>Offer" + "<title>".repeat(700_000));
    assertThat(page.measures().texts("title").getFirst()).isEqualTo("Offer");
    assertThat(page.measures().balance("title")).hasValue(700_001);
  }

  @Test
  void every_title_is_kept_apart() {
    HtmlRendering page = HtmlRendering.of("<title>One &amp; all</title><title>Two</title>x");
    assertThat(page.measures().texts("title")).containsExactly("One & all", "Two");
  }

  @Test
  @Timeout(20)
  void elements_and_attributes_without_end_are_looked_through_once() {
    assertThat(HtmlRendering.of("<script>".repeat(500_000)).measures().has("script")).isTrue();
    assertThat(HtmlRendering.of("<a href=\"".repeat(500_000)).links()).isNotEmpty();
    assertThat(HtmlRendering.of("<a ".repeat(1_000_000)).measures().has("a")).isTrue();
    assertThat(HtmlRendering.of("<!--".repeat(500_000)).measures().texts("comment")).hasSize(1);
    assertThat(HtmlRendering.of("<a><img>x".repeat(300_000)).measures().texts("anchor"))
        .hasSize(200);
  }
}
