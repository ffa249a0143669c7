package org.postern.mail.authres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// How the package is used.
class ExampleTest {

  @Test
  void write_what_was_found_and_read_it_where_the_message_arrives() {
    MethodResult spf =
        new MethodResult(
            "spf", "pass", List.of(new Property("smtp", "mailfrom", "ann@example.org")));
    MethodResult dkim =
        new MethodResult(
            "dkim",
            1,
            "fail",
            "body hash did not verify",
            List.of(new Property("header", "d", "example.org")));
    String field = new AuthenticationResults("mx.example.net", List.of(spf, dkim)).field(false);
    assertThat(field)
        .isEqualTo(
            """
            Authentication-Results: mx.example.net;\r
            \tspf=pass smtp.mailfrom=ann@example.org;\r
            \tdkim=fail reason="body hash did not verify" header.d=example.org\r
            """);

    String value = field.substring(field.indexOf(':') + 1);
    AuthenticationResults read = AuthenticationResults.parse(value).orElseThrow();

    // A field is worth no more than who wrote it: only ours counts, and strangers' are removed.
    assertThat(read.authservId()).isEqualTo("mx.example.net");
    assertThat(read.results()).containsExactly(spf, dkim);
    assertThat(read.results().getFirst().property("smtp", "mailfrom")).contains("ann@example.org");
  }

  @Test
  void a_value_of_a_stranger_never_becomes_a_result() {
    String hostile = "a@b.example; dkim=pass header.d=bank.example";
    MethodResult spf =
        new MethodResult("spf", "fail", List.of(new Property("smtp", "mailfrom", hostile)));

    String field = new AuthenticationResults("mx.example.net", List.of(spf)).field(false);

    AuthenticationResults read =
        AuthenticationResults.parse(field.substring(field.indexOf(':') + 1)).orElseThrow();
    assertThat(read.results()).containsExactly(spf);
  }
}
