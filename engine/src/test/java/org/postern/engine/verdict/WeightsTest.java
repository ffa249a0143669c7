package org.postern.engine.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.engine.verdict.Verdict.Scored;

class WeightsTest {

  private static final Symbol TEXT = scored("TEXT_LIKE", Group.LEARNING, 6);
  private static final Symbol WORDS = scored("WORDS_LIKE", Group.LEARNING, 4);
  private static final Symbol GOOD = scored("GOOD_LIKE", Group.LEARNING, -1);
  private static final Symbol LINK = scored("LINK_ODD", Group.CONTENT, 2);
  private static final Symbol CERTAIN =
      Symbol.certain("CERTAIN", Group.VIRUS, Category.CONFIRMED_VIRUS, Stage.ACTIVE, "a test");
  private static final Map<String, Symbol> SYMBOLS =
      Map.of("TEXT_LIKE", TEXT, "WORDS_LIKE", WORDS, "LINK_ODD", LINK, "CERTAIN", CERTAIN);

  private static Symbol scored(String name, Group group, double points) {
    return Symbol.scored(name, group, points, Stage.ACTIVE, "a test");
  }

  private static Verdict judged(Weights weights, Finding... findings) {
    Report report =
        new Report(List.of(new CheckOutcome.Done("all", List.of(findings), Duration.ZERO)));
    return Policy.STANDARD.with(weights).judge(report);
  }

  @Test
  void points_of_the_file_stand_in_for_those_declared() {
    Weights weights = Weights.of(Map.of("LINK_ODD", 3.5), Map.of());
    Verdict verdict = judged(weights, LINK.found(0.5, List.of()), TEXT.found());
    assertThat(verdict.score()).isEqualTo(1.75 + 6);
    assertThat(judged(Weights.DECLARED, LINK.found()).score()).isEqualTo(2);
  }

  @Test
  void a_group_adds_no_more_than_its_cap_and_each_term_shows_its_part() {
    Weights weights = Weights.of(Map.of(), Map.of(Group.LEARNING, 5.0));
    Verdict verdict = judged(weights, TEXT.found(), WORDS.found(), GOOD.found(), LINK.found());
    // 6 and 4 are halved; what speaks for the message and other groups stay
    assertThat(verdict.score()).isEqualTo(3 + 2 - 1 + 2);
    assertThat(verdict.because())
        .containsExactly(
            new Scored(TEXT.found(), 3, 6),
            new Scored(WORDS.found(), 2, 4),
            new Scored(LINK.found(), 2, 2),
            new Scored(GOOD.found(), -1, -1));
    assertThat(verdict.score())
        .isCloseTo(verdict.because().stream().mapToDouble(Scored::points).sum(), within(1e-12));
    assertThat(verdict.because().stream().filter(Scored::capped))
        .extracting(one -> one.finding().symbol().name())
        .containsExactly("TEXT_LIKE", "WORDS_LIKE");
  }

  @Test
  void learning_alone_never_confirms_with_the_weights_that_come_with_postern() {
    Verdict verdict = judged(Weights.builtin(), TEXT.found(), WORDS.found(), TEXT.found());
    assertThat(verdict.category()).isEqualTo(Category.SUSPECTED_SPAM);
  }

  @Test
  void policies_with_other_weights_do_not_refuse_alike() {
    Policy other = Policy.STANDARD.with(Weights.of(Map.of("LINK_ODD", 9.0), Map.of()));
    assertThat(Policy.STANDARD.refusesLike(other)).isFalse();
    assertThat(Policy.STANDARD.refusesLike(Policy.STANDARD.with(Weights.builtin()))).isTrue();
  }

  @Test
  void the_id_names_the_content() throws Exception {
    Weights one = WeightsFile.parse("# word\nA_SIGN\t1.5\ncap\tLEARNING\t7\n");
    Weights same = WeightsFile.parse("cap LEARNING 7.00\n\nA_SIGN 1.50");
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(one.id()).matches("[0-9a-f]{8}");
    assertThat(one.id()).isNotEqualTo(WeightsFile.parse("A_SIGN 1.5\n").id());
    assertThat(WeightsFile.parse(WeightsFile.text(one, List.of("a", "b\nc")))).isEqualTo(one);
    assertThat(WeightsFile.text(one, List.of("made by hand")))
        .isEqualTo("# made by hand\ncap\tLEARNING\t7.00\nA_SIGN\t1.50\n");
  }

  @Test
  void a_file_that_cannot_be_read_is_named_with_the_reason(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("w.tsv");
    assertThatThrownBy(() -> WeightsFile.read(file, SYMBOLS))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no file " + file);
    Files.writeString(file, "LINK_ODD\t2\n");
    assertThat(WeightsFile.read(file, SYMBOLS).points())
        .containsExactly(Map.entry("LINK_ODD", 2.0));
    Files.writeString(file, "\nLINK_ODD\n");
    assertThatThrownBy(() -> WeightsFile.read(file, SYMBOLS))
        .hasMessageStartingWith(file + " line 2: expected: SYMBOL TAB points");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> WeightsFile.read(file, SYMBOLS))
        .hasMessageStartingWith(file + " is not UTF-8");
    assertThatThrownBy(() -> WeightsFile.read(folder, SYMBOLS))
        .hasMessageContaining(folder.toString());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "LINK_ODD, expected: SYMBOL TAB points",
        "LINK_ODD 1 2, expected: SYMBOL TAB points",
        "cap LEARNING, expected: SYMBOL TAB points",
        "LINK_ODD one, \"'one' is no number of points\"",
        "LINK_ODD 1e3, \"'1e3' is no number of points\"",
        "LINK_ODD 101, \"'101' is more than 100 points\"",
        "LINK_EVEN 1, \"there is no symbol 'LINK_EVEN', expected one of docs/symbols.md such as LINK_ODD\"",
        "SURPRISE 1, \"there is no symbol 'SURPRISE', expected one of docs/symbols.md\"",
        "CERTAIN 1, CERTAIN decides CONFIRMED_VIRUS by itself and has no points",
        "cap LUCK 3, \"there is no group 'LUCK', expected one of [STRUCTURE, SENDER,\"",
        "cap LEARNING 0, a cap must be above 0",
        "TEXT_LIKE 2, TEXT_LIKE stands twice"
      })
  void a_wrong_line_is_named_with_what_was_expected(String line, String said) {
    assertThatThrownBy(() -> WeightsFile.parse("# file\nTEXT_LIKE 1\n" + line + "\n", SYMBOLS))
        .isInstanceOf(WeightsFile.Wrong.class)
        .hasMessageStartingWith("line 3: ")
        .hasMessageContaining(said);
  }
}
