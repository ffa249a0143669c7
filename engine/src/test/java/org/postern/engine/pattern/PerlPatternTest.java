package org.postern.engine.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerlPatternTest {

  private static PerlPattern.Outcome search(String expression, String modifiers, String text)
      throws PatternException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    byte[] source = expression.getBytes(StandardCharsets.UTF_8);
    Steps steps = new Steps(1_000_000, Long.MAX_VALUE / 2, () -> 0);
    return PerlPattern.of(new String(source, StandardCharsets.ISO_8859_1), modifiers)
        .search(octets, steps)
        .in(0, octets.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      value = {
        "abc ¦ `` ¦ xxabcxx",
        "ABC ¦ i ¦ xxabcxx",
        "a.c ¦ s ¦ `a\nc`",
        "^b ¦ m ¦ `a\nb`",
        "a$ ¦ `` ¦ `a\n`",
        "a # comment ¦ x ¦ a",
        "[[:alpha:]]{3} ¦ `` ¦ 12abc",
        "[^\\W\\d_]{3} ¦ `` ¦ 12abc",
        "\\x{e2}\\x80\\x99 ¦ `` ¦ it’s",
        "\\x{2019} ¦ `` ¦ it’s",
        "[a\\x{2019}]s ¦ `` ¦ it’s",
        "(?i)ABC(?-i)d ¦ `` ¦ abcd",
        "(?^:abc) ¦ i ¦ abc",
        "(?<word>\\w+) \\k<word> ¦ `` ¦ go go",
        "(\\w)\\g{-1} ¦ `` ¦ abba",
        "(?P<w>a)(?P=w) ¦ `` ¦ aa",
        "a++b ¦ `` ¦ aaab",
        "(?>a+)b ¦ `` ¦ aaab",
        "foo\\Kbar ¦ `` ¦ foobar",
        "a{,2}b ¦ `` ¦ aab",
        "a{x} ¦ `` ¦ a{x}",
        "\\h\\d+\\R ¦ `` ¦ ` 1\n`",
        "[]a] ¦ `` ¦ ]",
        "[a-\\d] ¦ `` ¦ -",
        "(?#comment)a ¦ `` ¦ a",
        "\\@\\=\\%\\/ ¦ `` ¦ @=%/",
        "übermorgen ¦ `` ¦ bis übermorgen",
        "\\012 ¦ `` ¦ `\n`",
      })
  void reads_what_perl_writes(String expression, String modifiers, String text)
      throws PatternException {
    assertThat(search(expression, modifiers, text)).isEqualTo(PerlPattern.Outcome.FOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      value = {
        "abc ¦ `` ¦ ABC",
        "a.c ¦ `` ¦ `a\nc`",
        "^b ¦ `` ¦ `a\nb`",
        "a\\z ¦ `` ¦ `a\n`",
        "a b ¦ x ¦ a b",
        "(?:(?i)a)b ¦ `` ¦ aB",
        "(?^:abc) ¦ i ¦ ABC",
        "[^a] ¦ i ¦ A",
        "\\bbc ¦ `` ¦ abc",
        "(?<!a)bc ¦ `` ¦ abc",
        "\\w ¦ `` ¦ ü",
      })
  void means_what_perl_means(String expression, String modifiers, String text)
      throws PatternException {
    assertThat(search(expression, modifiers, text)).isEqualTo(PerlPattern.Outcome.ABSENT);
  }

  @ParameterizedTest
  @CsvSource({
    "(a, without",
    "a), without",
    "[a, without",
    "*a, repeats nothing",
    "a\\, at the end",
    "(?{code}), not read",
    "(*SKIP), verbs",
    "\\1, no group 1",
    "\\k<x>, no group",
    "[z-a], ends before",
    "[[:nix:]], not known",
    "'a{3,2}', count",
    "(?y)a, not known",
  })
  void says_what_is_wrong(String expression, String expected) {
    assertThatThrownBy(() -> PerlPattern.of(expression, ""))
        .isInstanceOf(PatternException.class)
        .hasMessageContaining(expected);
  }

  private static Steps steps() {
    return new Steps(1_000_000, Long.MAX_VALUE / 2, () -> 0);
  }

  @Test
  void any_match_is_found_wherever_it_stands_before_a_known_end() throws PatternException {
    PerlPattern pattern = PerlPattern.of("order\\w* .*now|^first", "");
    for (String front : List.of("", "x ".repeat(20), "x ".repeat(300))) {
      for (String gap : List.of("", "y ".repeat(20), "y ".repeat(300))) {
        String text = front + "orders " + gap + "now and then";
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        int end = text.indexOf("now") + 3;
        PerlPattern.Search search = pattern.search(octets, steps());
        assertThat(search.any(0, octets.length, end)).isEqualTo(PerlPattern.Outcome.FOUND);
        assertThat(search.found()).isEqualTo("orders " + gap + "now");
        assertThat(search.any(0, end - 1, end - 1)).isEqualTo(PerlPattern.Outcome.ABSENT);
      }
    }
    // a place where the search begins is no beginning of the text
    byte[] late = ("z".repeat(300) + "first").getBytes(StandardCharsets.UTF_8);
    assertThat(pattern.search(late, steps()).any(0, late.length, late.length))
        .isEqualTo(PerlPattern.Outcome.ABSENT);
  }

  @Test
  void gives_up_after_its_steps_and_not_much_later() throws PatternException {
    byte[] octets = new byte[64 << 10];
    Arrays.fill(octets, (byte) 'a');
    octets[octets.length - 1] = '!';
    Steps steps = new Steps(100_000, Long.MAX_VALUE / 2, () -> 0);
    assertThat(PerlPattern.of("(?:a|aa)+$", "").search(octets, steps).in(0, octets.length))
        .isEqualTo(PerlPattern.Outcome.TOO_DEAR);
    assertThat(steps.taken()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void gives_up_when_its_time_is_over() throws PatternException {
    byte[] octets = new byte[64 << 10];
    Arrays.fill(octets, (byte) 'a');
    long[] clock = {0};
    Steps steps = new Steps(Long.MAX_VALUE / 2, 1_000, () -> clock[0] += 300);
    assertThat(PerlPattern.of("x*x*x*x*x*y", "").search(octets, steps).in(0, octets.length))
        .isEqualTo(PerlPattern.Outcome.LATE);
  }
}
