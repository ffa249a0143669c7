package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.facts.Link;

class BayesTokensTest {

  private static Set<String> shown(BayesTokens tokens) {
    Set<String> shown = new HashSet<>();
    for (int i = 0; i < tokens.count(); i++) {
      shown.add(tokens.shown(i));
    }
    return shown;
  }

  @Test
  void words_pairs_senders_and_hosts_are_tokens() {
    Set<String> shown =
        shown(Texts.tokens("Big Sale", "Buy it NOW: https://shop.deals.example/x?y=1"));

    assertThat(shown)
        .contains(
            "big",
            "big sale",
            "subject:big sale",
            "buy",
            "buy it",
            "buy … now",
            "from:ann@sender.example",
            "from:sender.example",
            "link:shop.deals.example",
            "link:deals.example",
            "type:text/plain");
  }

  @Test
  void the_same_words_in_other_case_and_layout_are_the_same_lesson() {
    Lesson one = Texts.tokens("Big Sale", "buy it now, while it lasts").lesson();
    Lesson other = Texts.tokens("BIG  sale", "Buy it: NOW!? while it\r\n\r\n lasts").lesson();

    assertThat(Texts.tokens("BIG  sale", "Buy it: NOW, while it\r\n lasts").lesson().digest())
        .isEqualTo(one.digest());
    assertThat(other.digest()).isNotEqualTo(one.digest());
  }

  @Test
  void where_words_are_not_divided_each_character_is_one() {
    assertThat(shown(Texts.tokens("x", "\u4f1a\u8bae\u65f6\u95f4")))
        .contains("\u4f1a", "\u4f1a \u8bae", "\u4f1a … \u65f6");
  }

  @Test
  void a_long_text_has_a_bounded_number_of_tokens() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      text.append("word").append(i).append(' ');
    }

    assertThat(Texts.tokens("x", text.toString()).count())
        .isGreaterThan(2_000)
        .isLessThanOrEqualTo(BayesTokens.MOST);
  }

  @Test
  void messages_of_a_wave_are_alike_and_others_are_not() {
    String text = "dear customer your parcel waits at our depot please pay the fee of ";
    String rest = " euro within two days or it goes back to where it came from, the parcel service";
    String more = " thank you for your trust in the oldest parcel service of the whole country";
    long one = Texts.tokens("Your parcel", text + 17 + rest + more).lesson().likeness();
    long same = Texts.tokens("Your parcel", text + 23 + rest + more).lesson().likeness();
    long another = Texts.about("lunch", 1).lesson().likeness();

    assertThat(Lesson.sameWave(one, one)).isTrue();
    assertThat(Lesson.sameWave(one, same)).isTrue();
    assertThat(Lesson.sameWave(one, another)).isFalse();
  }

  @Test
  void a_lesson_survives_being_written_and_nothing_else_is_read() {
    Lesson lesson = Texts.about("sale", 1).lesson();

    assertThat(Lesson.decode(lesson.encoded()).digest()).isEqualTo(lesson.digest());
    for (int length : new int[] {0, 1, 7, 14, 20_003}) {
      assertThatThrownBy(() -> Lesson.decode(new byte[length]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] more = lesson.encoded();
    more[0] = 127;
    assertThatThrownBy(() -> Lesson.decode(more)).hasMessageContaining("no part of a lesson");
  }

  @Test
  void what_was_read_of_files_is_learnt_and_does_not_name_the_message() {
    BayesTokens unread = beside(Beside.NONE);
    BayesTokens read =
        beside(
            new Beside(
                List.of(),
                "Certified pills",
                List.of(Link.of("https://pills.example/", "", Link.Kind.DOCUMENT))));

    assertThat(shown(read)).contains("certified pills", "link:pills.example", "look");
    assertThat(shown(unread)).doesNotContain("pills").contains("look");
    assertThat(read.lesson().digest()).isEqualTo(unread.lesson().digest());
    assertThat(read.lesson().size()).isGreaterThan(unread.lesson().size());
    Lesson written = Lesson.decode(read.lesson().encoded());
    assertThat(written.digest()).isEqualTo(unread.lesson().digest());
    assertThat(written.size()).isEqualTo(read.lesson().size());
  }

  @Test
  void other_files_are_another_message() {
    assertThat(beside(new Beside(List.of("ab"), "", List.of())).lesson().digest())
        .isNotEqualTo(beside(new Beside(List.of("cd"), "", List.of())).lesson().digest());
  }

  private static BayesTokens beside(Beside beside) {
    Case mail =
        Messages.mail(
            "ann@sender.example",
            "From: ann@sender.example\r\nSubject: Look\r\n\r\nlook\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return BayesTokens.of(mail.message(), mail.header(), mail.content(), beside);
  }
}
