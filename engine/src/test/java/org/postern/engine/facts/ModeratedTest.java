package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModeratedTest {

  private static final String ABOUT =
      "Somebody commented on \"Roofs\"\nhttps://blog.site.example/roofs/\n";
  private static final String WORDS =
      "\nName: Bob\nURL: http://shop.example/\nCheap pills: http://pills.example/\n\n";
  private static final String DECIDE =
      "Yes: https://blog.site.example/c.php?action=approve&c=1\n"
          + "No: https://blog.site.example/c.php?action=trash&c=1\n";

  @Test
  void leaves_out_the_words_between_their_subject_and_the_decision() {
    assertThat(Moderated.of(ABOUT + WORDS + DECIDE + "\nYour site\n", "site.example"))
        .hasValueSatisfying(
            found -> assertThat(found.own().strip()).isEqualTo(ABOUT + DECIDE + "\nYour site"));
  }

  @Test
  void the_links_lead_to_the_site_itself() {
    assertThat(Moderated.of(ABOUT + WORDS + DECIDE, "other.example")).isEmpty();
    assertThat(Moderated.of("About http://other.example/\n" + WORDS + DECIDE, "site.example"))
        .isEmpty();
    assertThat(
            Moderated.of(
                ABOUT + WORDS + DECIDE.replace("blog.site.example", "site.example.evil.example"),
                "site.example"))
        .isEmpty();
  }

  @Test
  void there_is_something_to_decide() {
    String one = DECIDE.lines().findFirst().orElseThrow();
    assertThat(Moderated.of(ABOUT + WORDS + one, "site.example")).isEmpty();
    assertThat(Moderated.of(ABOUT + "Comment:" + WORDS, "site.example")).isEmpty();
    assertThat(Moderated.of("", "site.example")).isEmpty();
  }
}
