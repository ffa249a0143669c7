package org.postern.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The relaxed body against the words of RFC 6376 section 3.4.4, taken one after the other.
class CanonicalizationTest {

  private static String byTheBook(String body) {
    StringBuilder lines = new StringBuilder();
    for (String line : body.split("\r\n", -1)) {
      lines.append(line.replaceAll("[ \t]+", " ").replaceAll(" \\z", "")).append("\r\n");
    }
    int end = lines.length();
    while (end >= 2 && lines.substring(end - 2, end).equals("\r\n")) {
      end -= 2;
    }
    return end == 0 ? "" : lines.substring(0, end) + "\r\n";
  }

  @Test
  void any_body_is_relaxed_by_the_book() throws Exception {
    Random random = new Random(6376);
    String[] pieces = {" ", "\t", "\r\n", "\r\n", "\r", "a", "b"};
    for (int round = 0; round < 20_000; round++) {
      StringBuilder body = new StringBuilder();
      for (int i = random.nextInt(14); i > 0; i--) {
        body.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] octets = ("x\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
      String wanted = byTheBook(body.toString());
      BodyHash.Sum sum =
          BodyHash.of(
              octets, 5, Canonicalization.RELAXED, Algorithm.RSA_SHA256, OptionalLong.empty());
      assertThat(sum.length()).as(wanted).isEqualTo(wanted.length());
      assertThat(sum.hash())
          .isEqualTo(
              MessageDigest.getInstance("SHA-256")
                  .digest(wanted.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @Test
  void a_length_in_the_middle_of_a_stretch_ends_the_hash_there() throws Exception {
    byte[] octets = "one  two\r\nthree\r\n".getBytes(StandardCharsets.US_ASCII);
    BodyHash.Sum sum =
        BodyHash.of(octets, 0, Canonicalization.RELAXED, Algorithm.RSA_SHA256, OptionalLong.of(6));
    assertThat(sum.length()).isEqualTo("one two\r\nthree\r\n".length());
    assertThat(sum.hash())
        .isEqualTo(
            MessageDigest.getInstance("SHA-256")
                .digest("one tw".getBytes(StandardCharsets.US_ASCII)));
  }
}
