package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What one reader sees and another does not: here it is seen, and said where it matters.
class MimeTricksTest {

  private static final String NEEDLE = "NEEDLE in a haystack, long enough to be found again";
  private static final String BASE64 =
      java.util.Base64.getEncoder().encodeToString(NEEDLE.getBytes(StandardCharsets.US_ASCII));

  private static boolean seen(Message message) {
    return message.parts().stream()
        .flatMap(part -> part.contents().stream())
        .anyMatch(content -> new String(content, StandardCharsets.ISO_8859_1).contains(NEEDLE));
  }

  private static List<Ambiguity.Kind> severe(Message message) {
    return message.ambiguities().stream()
        .filter(Ambiguity::severe)
        .map(Ambiguity::kind)
        .distinct()
        .toList();
  }

  private static String part(String boundary) {
    return "--"
        + boundary
        + "\nContent-Transfer-Encoding: base64\n\n"
        + BASE64
        + "\n--"
        + boundary
        + "--\n";
  }

  static Stream<String> structures() {
    return Stream.of(
        "Content-Type: multipart/mixed\n\n" + part("x"),
        "Content-Type: multipart/mixed; boundary=y\n\n" + part("x"),
        "Content-Type: multipart/mixed; boundary=\"x\\y\"\n\n" + part("x\\y z"),
        "Content-Type: multipart/mixed; boundary=\"x\n\n" + part("x"),
        "Content-Type: multipart/mixed, boundary=x\n\n" + part("x"),
        "Content-Type: multipart/mixed; boundary=a; boundary=x\n\n--a\n\n" + part("x") + "--a--\n",
        "Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=x\n\n" + part("x"),
        "X-A: b\rContent-Type: multipart/mixed; boundary=x\n\n" + part("x"),
        "X-A: b\n Content-Type: multipart/mixed; boundary=x\n\n" + part("x"),
        "Content-Type : multipart/mixed; boundary=x\n\n" + part("x"),
        "Content-Type: multipart/mixed; boundary=a\n\n" + part("x") + "--a\n\nb\n--a--\n",
        "Content-Type: multipart/mixed; boundary=a\n\n--a\n\nb\n--a--\n" + part("x"),
        "Content-Type: multipart/mixed; boundary=a\n\n--a\n\nb\n--a--\n" + part("a"),
        "Content-Type: multipart/mixed; boundary=x\n\n" + part("x").replace("\n--", " \r--"),
        "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n\n"
            + java.util.Base64.getEncoder()
                .encodeToString(part("x").getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest
  @MethodSource("structures")
  void structure_that_hides_a_part_is_read_and_reported(String text) {
    Message message = MimeParserTest.parse(text);
    assertThat(seen(message)).isTrue();
    assertThat(severe(message)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void encoding_that_hides_content_is_undone(String text) {
    assertThat(seen(MimeParserTest.parse(text))).isTrue();
  }

  static Stream<String> encodings() {
    String field = "Content-Transfer-Encoding";
    return Stream.of(
        field + ": BASE64 (x) ;\n\n" + BASE64,
        field + ": x-base64\n\n" + BASE64,
        field + ": =?utf-8?q?base64?=\n\n" + BASE64,
        field + ": xbase64x\n\n" + BASE64,
        field + ": 7bit\n" + field + ": base64\n\n" + BASE64,
        field + " base64\n\n" + BASE64,
        "X: y\n\t" + field + ": base64\n\n" + BASE64,
        field + ": 7bit\n\n" + BASE64,
        "Subject: x\n\n" + BASE64,
        field + ": base64\n\n" + BASE64.replaceAll("(.)", "$1#"),
        field + ": base64\n\n" + BASE64.replaceAll("(..)(..)", "$1=$2"),
        field + ": base64\n\nAB\n\n" + BASE64,
        field + ": base64\n\n" + BASE64.replaceAll("(....)", "$1XX\n"),
        field + ": base64\n\nQQ==\n" + BASE64,
        field + ": base64\n" + BASE64 + "\n",
        field + ": quoted-printable\n\n" + NEEDLE.replace("N", "=4e").replace(" ", "= \n "),
        field + ": quoted-printable\n\n" + NEEDLE.replace(" ", "=Z "));
  }

  @Test
  void uuencoded_files_in_text_are_children_of_it() {
    Message message =
        MimeParserTest.parse("Subject: x\n\nhi\nbegin 644 a.bin\n#86)C\n`\nend\nbye\n");
    Part file = message.root().children().getFirst();
    assertThat(file.names()).containsExactly("a.bin");
    assertThat(file.content()).containsExactly('a', 'b', 'c');
    assertThat(message.root().text()).contains("bye");
  }

  @Test
  void messages_in_base64_are_read() {
    String inner = "Subject: inner\n\n" + NEEDLE;
    String body =
        java.util.Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.US_ASCII));
    Message message =
        MimeParserTest.parse(
            "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + body);
    assertThat(message.parts().get(1).headers().value("Subject")).contains("inner");
    assertThat(message.parts().get(1).nestedMessage()).isTrue();
    assertThat(seen(message)).isTrue();
  }

  @Test
  void partial_and_external_bodies_are_reported() {
    assertThat(severe(MimeParserTest.parse("Content-Type: message/partial; id=1\n\nx\n")))
        .containsExactly(Ambiguity.Kind.PARTIAL_MESSAGE);
    assertThat(MimeParserTest.parse("Content-Type: message/external-body\n\nx\n").ambiguities())
        .anyMatch(a -> a.kind() == Ambiguity.Kind.EXTERNAL_BODY);
  }

  @Test
  void long_text_outside_of_the_parts_is_a_part() {
    String text = "buy now ".repeat(100);
    Message message =
        MimeParserTest.parse(
            "Content-Type: multipart/mixed; boundary=x\n\n" + text + "\n--x\n\nbody\n--x--\n");
    assertThat(message.root().children().getFirst().text()).contains("buy now");
    assertThat(severe(message)).isEmpty();
  }

  @Test
  void charsets_are_read_as_declared_or_guessed() {
    byte[] utf16 =
        "Content-Type: text/plain; charset=utf-16\n\n".getBytes(StandardCharsets.US_ASCII);
    byte[] text = "wörd".getBytes(StandardCharsets.UTF_16LE);
    byte[] all = java.util.Arrays.copyOf(utf16, utf16.length + text.length);
    System.arraycopy(text, 0, all, utf16.length, text.length);
    assertThat(new MimeParser(MimeLimits.DEFAULT).parse(all).root().text()).isEqualTo("wörd");
    Message unknown = MimeParserTest.parse("Content-Type: text/plain; charset=none-such\n\n\u00fc");
    assertThat(unknown.root().text()).isEqualTo("ü");
    assertThat(unknown.ambiguities()).anyMatch(a -> a.kind() == Ambiguity.Kind.CHARSET_UNKNOWN);
  }

  @Test
  void lines_may_end_with_lf_or_cr_alone() {
    for (String end : List.of("\n", "\r")) {
      byte[] octets =
          "Subject: a\nTo: b\n\nbody\n".replace("\n", end).getBytes(StandardCharsets.US_ASCII);
      Message message = new MimeParser(MimeLimits.DEFAULT).parse(octets);
      assertThat(message.headers().fields()).hasSize(2);
      assertThat(message.root().text()).startsWith("body");
    }
  }
}
