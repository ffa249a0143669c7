package org.postern.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineEndsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "\n",
        "a\n",
        "\na",
        "a\n\n\nb",
        "a: b\n\nc\nd\n",
        "12345678\n1234567\n\n\u008a\u000b\u0009\u008d\n\n\n\n\n\n\n\n\nend\n"
      })
  void bare_line_feeds_become_crlf(String text) {
    assertThat(new String(LineEnds.crlf(text.getBytes(ISO_8859_1)), ISO_8859_1))
        .isEqualTo(text.replace("\n", "\r\n"));
  }

  @Test
  void nothing_changes_where_a_return_stands() {
    byte[] octets = "a\nb\r\nc\n".getBytes(ISO_8859_1);
    assertThat(LineEnds.crlf(octets)).isSameAs(octets);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 15, 16, 17})
  void a_return_is_found_wherever_it_stands(int at) {
    byte[] octets = "\n".repeat(18).getBytes(ISO_8859_1);
    octets[at] = '\r';
    assertThat(LineEnds.crlf(octets)).isSameAs(octets);
  }
}
