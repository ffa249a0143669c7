package org.postern.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

  private static final WebLimits LIMITS =
      new WebLimits(8, 4, Duration.ofSeconds(1), Duration.ofSeconds(1), 8_192, 100);

  /// Text that counts how often somebody looks at a character of it.
  private static final class Watched implements CharSequence {

    private final String text;
    private long looks;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      looks++;
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static RequestReader.Outcome read(String request) throws IOException {
    byte[] octets = request.getBytes(StandardCharsets.ISO_8859_1);
    return new RequestReader(new ByteArrayInputStream(octets), LIMITS)
        .read(InetAddress.ofLiteral("192.0.2.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "a", " a", "\u0080"})
  void a_header_field_is_read_with_a_few_looks_at_each_character(String part) {
    for (String end : new String[] {"", "\u0001"}) {
      Watched line = new Watched("A:" + part.repeat(8_100 / part.length()) + end);
      assertThat(RequestReader.FIELD.matcher(line).matches()).isEqualTo(end.isEmpty());
      assertThat(line.looks).isLessThan(4L * line.length());
    }
  }

  @Test
  void blanks_around_a_value_are_no_part_of_it() throws IOException {
    assertThat(read("GET / HTTP/1.1\r\nHost: \t  a b \t\r\nX:\r\nY:  \r\n\r\n"))
        .isInstanceOfSatisfying(
            RequestReader.Outcome.Read.class,
            read ->
                assertThat(read.request().fields())
                    .containsEntry("host", "a b")
                    .containsEntry("x", "")
                    .containsEntry("y", ""));
  }

  @Test
  void many_blanks_before_what_is_no_text_are_refused() throws IOException {
    assertThat(read("GET / HTTP/1.1\r\nHost: a\r\nA:" + " ".repeat(8_000) + "\u0001\r\n\r\n"))
        .isInstanceOfSatisfying(
            RequestReader.Outcome.Refused.class,
            refused -> assertThat(refused.response().code()).isEqualTo(400));
  }
}
