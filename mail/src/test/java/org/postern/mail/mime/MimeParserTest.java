package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MimeParserTest {

  static Message parse(String text) {
    return new MimeParser(MimeLimits.DEFAULT)
        .parse(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void reads_a_plain_message() {
    Message message =
        parse(
            """
            From: Ann <ann@example.org>
            Subject: =?utf-8?q?gr=C3=BC?=
             =?utf-8?q?n?= tea
            Content-Type: text/plain; charset=utf-8

            Hello
            there
            """);
    assertThat(message.headers().text("subject")).contains("grün tea");
    assertThat(message.headers().value("FROM")).contains("Ann <ann@example.org>");
    assertThat(message.root().text()).isEqualTo("Hello\r\nthere\r\n");
    assertThat(message.parts()).hasSize(1);
    assertThat(message.ambiguities()).isEmpty();
  }

  @Test
  void reads_a_multipart_with_an_attachment() {
    Message message =
        parse(
            """
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="=_b"

            This is a multi-part message in MIME format.
            --=_b
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe=20
            soft=
            ened
            --=_b
            Content-Type: application/octet-stream; name="a.bin"
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="b.bin"

            AQID
            BA==
            --=_b--
            """);
    assertThat(message.parts()).hasSize(3);
    Part text = message.root().children().get(0);
    Part file = message.root().children().get(1);
    assertThat(text.text()).isEqualTo("Grüße \r\nsoftened");
    assertThat(text.attachment()).isFalse();
    assertThat(file.content()).containsExactly(1, 2, 3, 4);
    assertThat(file.names()).containsExactly("b.bin", "a.bin");
    assertThat(file.attachment()).isTrue();
    assertThat(file.depth()).isEqualTo(1);
    assertThat(message.ambiguities()).noneMatch(Ambiguity::severe);
  }

  @Test
  void reads_a_message_within_a_message() {
    Message message =
        parse(
            """
            Subject: outer
            Content-Type: message/rfc822

            Subject: inner
            Content-Type: text/html

            <p>x</p>
            """);
    Part inner = message.root().children().getFirst();
    assertThat(inner.nestedMessage()).isTrue();
    assertThat(inner.headers().value("subject")).contains("inner");
    assertThat(inner.text()).isEqualTo("<p>x</p>\r\n");
    assertThat(message.headers().value("subject")).contains("outer");
  }

  @Test
  void offsets_point_into_the_original_octets() {
    Message message = parse("A: 1\nB: 2\n\nbody\n");
    Headers headers = message.headers();
    assertThat(headers.start()).isZero();
    assertThat(headers.end()).isEqualTo(14);
    assertThat(headers.fields().get(1).offset()).isEqualTo(6);
    assertThat(headers.fields().get(1).end()).isEqualTo(12);
    assertThat(message.root().bodyStart()).isEqualTo(14);
    assertThat(message.root().bodyEnd()).isEqualTo(20);
  }
}
