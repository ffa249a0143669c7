package org.postern.engine.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineEndsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\n", "a\n", "\na", "a\n\n\nb", "a: b\n\nc\nd\n"})
  void bare_line_feeds_become_crlf(String text) {
    assertThat(new String(LineEnds.crlf(text.getBytes(US_ASCII)), US_ASCII))
        .isEqualTo(text.replace("\n", "\r\n"));
  }

  @Test
  void nothing_changes_where_a_return_stands() {
    byte[] octets = "a\nb\r\nc\n".getBytes(US_ASCII);
    assertThat(LineEnds.crlf(octets)).isSameAs(octets);
  }
}
