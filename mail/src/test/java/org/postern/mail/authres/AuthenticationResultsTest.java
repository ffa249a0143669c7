package org.postern.mail.authres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationResultsTest {

  private static AuthenticationResults parse(String value) {
    return AuthenticationResults.parse(value).orElseThrow();
  }

  @Test
  void reads_results_with_comments_quotes_and_folds() {
    AuthenticationResults all =
        parse(
            """
            (x(y)) "mx.example.org" (z) 1;
            DKIM (a;b) / 2 = pass (because) reason = "good; (really)"
            \theader . i = "a b"@example.org header.b=ab/cd+e= ;
            spf=softfail smtp.mailfrom=x@example.com\
            """);
    assertThat(all.authservId()).isEqualTo("mx.example.org");
    assertThat(all.results())
        .containsExactly(
            new MethodResult(
                "dkim",
                2,
                "pass",
                "good; (really)",
                List.of(
                    new Property("header", "i", "a b@example.org"),
                    new Property("header", "b", "ab/cd+e="))),
            new MethodResult(
                "spf", "softfail", List.of(new Property("smtp", "mailfrom", "x@example.com"))));
    assertThat(all.results().getLast().property("smtp", "mailfrom")).contains("x@example.com");
  }

  @Test
  void reads_none_and_nothing() {
    assertThat(parse("mx.example.org; none").results()).isEmpty();
    assertThat(parse("mx.example.org").results()).isEmpty();
    assertThat(AuthenticationResults.parse("")).isEmpty();
    assertThat(AuthenticationResults.parse("((((")).isEmpty();
    assertThat(AuthenticationResults.parse(";;;\"")).isEmpty();
  }

  @Test
  void an_open_comment_or_quote_hides_the_rest() {
    assertThat(parse("a.example; spf=pass (x; dkim=pass").results()).hasSize(1);
    assertThat(parse("a.example; spf=pass x.y=\"z; dkim=pass").results()).hasSize(1);
  }

  @Test
  void a_field_cut_anywhere_or_with_a_character_changed_is_read_without_harm() {
    String field = "a (b\\)c) 1; dkim/1=pass reason=\"x\\\"y\" header.d=\"a\".b; spf=fail (q) z=1";
    for (int i = 0; i <= field.length(); i++) {
      AuthenticationResults.parse(field.substring(0, i));
      for (char c : "\"\\();=/. \0".toCharArray()) {
        String changed =
            field.substring(0, i) + c + field.substring(Math.min(field.length(), i + 1));
        assertThat(AuthenticationResults.parse(changed).stream().toList()).hasSizeLessThan(2);
      }
    }
  }

  @Test
  void writes_what_it_reads() {
    AuthenticationResults all =
        new AuthenticationResults(
            "mx.example.org",
            List.of(
                new MethodResult(
                    "dkim",
                    1,
                    "fail",
                    "body hash did not verify",
                    List.of(
                        new Property("header", "d", "example.com"),
                        new Property("header", "i", "@example.com"),
                        new Property("header", "b", "aB/+4="))),
                new MethodResult("iprev", "pass", List.of())));
    String field = all.field(false);
    assertThat(field).startsWith("Authentication-Results: mx.example.org;\r\n\tdkim=fail reason=");
    assertThat(field.split("\r\n", -1)).allMatch(line -> line.length() <= 78);
    assertThat(parse(field.substring(field.indexOf(':') + 1))).isEqualTo(all);
    assertThat(new AuthenticationResults("a.example", List.of()).field(false))
        .isEqualTo("Authentication-Results: a.example; none\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "legitimate.example'a.attack.example",
        "any@legitimate.example(a.attack.example",
        "any@legitimate.example)a.attack.example",
        "x; dkim=pass header.d=legitimate.example",
        "x\"; dkim=pass header.d=legitimate.example; spf=\"",
        "x\\\"; dkim=pass header.d=legitimate.example",
        "x\\",
        "(",
        "\"",
        ""
      })
  void no_value_of_a_stranger_breaks_out(String value) {
    AuthenticationResults all =
        new AuthenticationResults(
            "mx.example.org",
            List.of(
                new MethodResult(
                    "spf", 1, "fail", value, List.of(new Property("smtp", "mailfrom", value))),
                new MethodResult("dkim", "none", List.of())));
    String field = all.field(false);
    assertThat(parse(field.substring(field.indexOf(':') + 1))).isEqualTo(all);
    String unquoted = field.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "");
    assertThat(unquoted).doesNotContain("attack").doesNotContain("legitimate").doesNotContain("(");
  }

  @Test
  void line_ends_and_odd_characters_become_question_marks() {
    String value = "a\r\nX-Evil: 1\u0000\u0085\u202e\u2028é\u007f";
    AuthenticationResults all =
        new AuthenticationResults(
            "mx.example.org",
            List.of(new MethodResult("spf", "fail", List.of(new Property("smtp", "helo", value)))));
    assertThat(all.field(false)).contains("\"a??X-Evil: 1??????\"");
    assertThat(all.field(true)).contains("\"a??X-Evil: 1????é?\"");
  }

  @Test
  void a_very_long_value_is_cut() {
    Property property = new Property("header", "i", "a".repeat(5_000));
    String field =
        new AuthenticationResults(
                "mx.example.org", List.of(new MethodResult("dkim", "fail", List.of(property))))
            .field(false);
    assertThat(field.length()).isLessThan(400);
  }

  @Test
  void a_result_that_is_no_keyword_is_refused() {
    assertThatThrownBy(() -> new MethodResult("dkim", "pass; spf=pass", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Property("smtp", "a=b", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
