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
    assertThat(page.title()).startsWith("Offer");
    assertThat(page.tags()).containsEntry("title", 700_001);
  }

  @Test
  void the_first_title_counts() {
    HtmlRendering page = HtmlRendering.of("<title> One &amp; all </title><title>Two</title>x");
    assertThat(page.title()).isEqualTo("One & all");
  }

  @Test
  @Timeout(20)
  void elements_and_attributes_without_end_are_looked_through_once() {
    assertThat(HtmlRendering.of("<script>".repeat(500_000)).tags()).containsKey("script");
    assertThat(HtmlRendering.of("<a href=\"".repeat(500_000)).links()).isNotEmpty();
    assertThat(HtmlRendering.of("<a ".repeat(1_000_000)).tags()).containsKey("a");
  }
}
