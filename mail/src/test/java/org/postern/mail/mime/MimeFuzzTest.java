package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Any octets give a message, and all that it holds can be asked for.
class MimeFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void any_octets_are_read(byte[] octets) {
    read(octets);
  }

  @Test
  void seeds_are_read() {
    for (byte[] seed : seeds()) {
      read(seed);
    }
  }

  static void read(byte[] octets) {
    Message message = new MimeParser(MimeLimits.DEFAULT).parse(octets);
    MessageSuiteTest.touch(message);
    for (Field field : message.headers().fields()) {
      assertThat(field.offset()).isLessThan(field.end());
      EncodedWords.decode(field.value());
      AddressList.parse(field.value()).mailboxes().forEach(Mailbox::local);
      DateTime.parse(field.value());
      MessageIds.parse(field.value());
      ContentType.parse(field.value());
      ContentDisposition.parse(field.value());
    }
    for (Ambiguity ambiguity : message.ambiguities()) {
      assertThat(ambiguity.offset()).isBetween(0, octets.length);
    }
  }

  static byte[][] seeds() {
    String[] texts = {
      """
      From: "A, B" <a@example.org>, group: =?utf-8?q?c=C3=BC?= <c@example.org>;
      Date: Mon, 2 Mar 2026 10:11:12 +0100 (CET)
      Message-ID: <1@example.org>
      Content-Type: multipart/mixed; boundary="=_a"

      preamble
      --=_a
      Content-Type: multipart/alternative;
       boundary*0*=utf-8''in; boundary*1=ner

      --inner
      Content-Type: text/plain; charset=utf-16
      Content-Transfer-Encoding: quoted-printable

      a=3Db=
      =C3=BC
      --inner
      Content-Type: text/html; charset=x-unknown

      <p>
      --inner--
      --=_a
      Content-Type: application/zip; name="=?iso-8859-1?b?YQ==?="
      Content-Disposition: attachment; filename*1*=%20b; filename*0*=utf-8''a
      Content-Transfer-Encoding: base64

      AQIDBA==
      AAA=#
      --=_a--
      epilogue
      """,
      """
      Received: x
      Content-Type: message/rfc822
      Content-Transfer-Encoding: base64

      U3ViamVjdDogeApDb250ZW50LVR5cGU6IHRleHQvcGxhaW4KCmJvZHkK
      """,
      """
      X-A:b\rContent-Type: multipart/mixed; boundary=x
       Content-Transfer-Encoding: x-uuencode

      --x
      Content-Transfer-Encoding: x-yencode

      =ybegin line=128 size=1 name=a
      abc=}
      =yend
      --x y
      Content-Transfer-Encoding: binhex40

      :$f*TEQKPH#jdCA0M!*!%!!$:
      --x--
      begin 644 file.bin
      #86)C
      `
      end
      """
    };
    byte[][] seeds = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      seeds[i] = texts[i].getBytes(StandardCharsets.ISO_8859_1);
    }
    return seeds;
  }
}
