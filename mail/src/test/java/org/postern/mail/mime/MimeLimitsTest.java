package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Mail that is made to exhaust a parser. Each is read in bounded time and space, and said to be
/// cut where it was. What takes more than linear time takes minutes here.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MimeLimitsTest {

  /// The first reading of an octet and 32 others, as the budget of a message has it, and what
  /// broken encodings may add.
  private static long mostDecoded(int size) {
    return 33L * size + Math.max(1L << 20, 4L * size);
  }

  private static Message parse(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    Message message = new MimeParser(MimeLimits.DEFAULT).parse(octets);
    MessageSuiteTest.touch(message);
    long decoded = 0;
    for (Part part : message.parts()) {
      decoded += part.content().length;
    }
    assertThat(decoded).as("octets decoded").isLessThanOrEqualTo(mostDecoded(octets.length));
    assertThat(message.headers().fields()).hasSizeLessThanOrEqualTo(MimeLimits.DEFAULT.fields());
    assertThat(message.parts()).hasSizeLessThanOrEqualTo(MimeLimits.DEFAULT.parts() + 1);
    return message;
  }

  private static void assertCut(Message message) {
    assertThat(message.ambiguities())
        .anyMatch(a -> a.kind() == Ambiguity.Kind.TRUNCATED_BY_LIMIT && a.severe());
  }

  @Test
  void three_thousand_nested_multiparts() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n--b");
      text.append(i).append('\n');
    }
    assertCut(parse(text.toString()));
  }

  @Test
  void three_thousand_nested_messages() {
    assertCut(parse("Content-Type: message/rfc822\n\n".repeat(3_000)));
  }

  @Test
  void a_million_lines_that_begin_an_encoded_file() {
    assertThat(parse("Subject: x\n\n" + "begin 644 a\n".repeat(1_000_000)).parts()).isNotEmpty();
  }

  @Test
  void a_million_lines_that_begin_an_encoded_file_of_news_when_there_are_parts_enough() {
    int most = MimeLimits.DEFAULT.parts();
    String files = "=ybegin name=a\nx\n=yend\n".repeat(most);
    Message message = parse("Subject: x\n\n" + files + "=ybegin name=a\nx\n".repeat(600_000));
    assertThat(message.parts()).hasSizeGreaterThan(most / 2);
  }

  @Test
  void header_of_ten_megabytes() {
    assertCut(parse("X-Long: " + "x".repeat(10 << 20) + "\nSubject: end\n\nbody"));
  }

  @Test
  void header_of_folded_blanks() {
    parse("X: y\n" + " \n".repeat(500_000) + "\nbody");
    parse("X: y\n" + " \t\r\n x\n".repeat(100_000) + "\nbody");
  }

  @Test
  void hundred_thousand_fields() {
    assertCut(parse("X-Field: value\n".repeat(100_000) + "\nbody"));
  }

  @Test
  void hundred_thousand_lines_that_are_no_field() {
    parse("Subject: x\n" + "junk\nX-a: b\n".repeat(100_000) + "\nbody");
  }

  @Test
  void lines_like_boundaries() {
    parse("Content-Type: multipart/mixed; boundary=b\n\n" + "--\n".repeat(1_000_000));
    parse("Content-Type: multipart/mixed; boundary=b\n\n" + "--bx\n".repeat(500_000));
    parse("Content-Type: multipart/mixed; boundary=b\n\n" + "--x\nContent-\n".repeat(200_000));
    parse("Content-Type: multipart/mixed\n\n" + "--x\nContent-Type: a\n\n".repeat(100_000));
  }

  @Test
  void two_hundred_thousand_parts() {
    assertCut(
        parse("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(200_000)));
  }

  @Test
  void many_boundaries_declared_for_many_parts() {
    StringBuilder text = new StringBuilder("Content-Type: multipart/mixed");
    for (int i = 0; i < 1_000; i++) {
      text.append("; boundary=b").append(i);
    }
    text.append("\n\n");
    for (int i = 0; i < 100_000; i++) {
      text.append("--b").append(i % 1_000).append("\nContent-Type: text/plain\n\nx\n");
    }
    parse(text.toString());
  }

  @Test
  void nested_readings_do_not_multiply() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("Content-Type: multipart/mixed; boundary=a").append(i);
      text.append("; boundary=b").append(i).append("\n\n--a").append(i).append("\n\n--b");
      text.append(i).append('\n');
    }
    parse(text.append("\n").append("A".repeat(1 << 20)).toString());
  }

  @Test
  void encoded_words_without_end() {
    String words = "=?a?q? ".repeat(140_000);
    assertThat(EncodedWords.decode(words)).isEqualTo(words);
    assertThat(EncodedWords.decode("=?".repeat(500_000) + "?=")).isNotEmpty();
    assertThat(parse("Subject: " + words + "\n\n").headers().text("subject")).isPresent();
  }

  @Test
  void blanks_without_end_between_the_words_of_an_address() {
    for (String blank : new String[] {" ", "\t", "\001"}) {
      AddressList read = AddressList.parse("a" + blank.repeat(1_000_000) + "b@example.org");
      assertThat(read.malformed()).isTrue();
      assertThat(read.mailboxes()).extracting(Mailbox::address).containsExactly("ab@example.org");
    }
  }

  @Test
  void comments_and_quotes_without_end() {
    for (String piece : new String[] {"(", "\"", "<", "a=\"", "a*0=b;", "a=b;", ":", "[", "(a)="}) {
      String value = piece.repeat(900_000 / piece.length());
      AddressList.parse(value);
      ContentType.parse(value);
      ContentDisposition.parse(value);
      MessageIds.parse(value);
      assertThat(DateTime.parse(value)).isEmpty();
    }
  }

  @Test
  void a_megabyte_of_noise_in_base64() {
    String noise = "Content-Transfer-Encoding: base64\n\n" + "AAA=\n#B=C".repeat(200_000);
    parse("Content-Type: application/zip\n" + noise);
  }

  @Test
  void gzip_bomb_is_cut() throws java.io.IOException {
    java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
    try (java.util.zip.GZIPOutputStream out = new java.util.zip.GZIPOutputStream(packed)) {
      out.write(new byte[64 << 20]);
    }
    String body = java.util.Base64.getMimeEncoder().encodeToString(packed.toByteArray());
    assertCut(parse("Content-Transfer-Encoding: x-gzip64\n\n" + body));
  }

  @Test
  void mutated_messages_are_read() {
    byte[][] seeds = MimeFuzzTest.seeds();
    Random random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      byte[] octets = seeds[random.nextInt(seeds.length)].clone();
      for (int i = random.nextInt(12); i >= 0; i--) {
        mutate(octets, random);
      }
      MimeFuzzTest.read(octets); // Which has assertions of its own.
    }
  }

  private static void mutate(byte[] octets, Random random) {
    int at = random.nextInt(octets.length);
    switch (random.nextInt(4)) {
      case 0 -> octets[at] = (byte) random.nextInt(256);
      case 1 -> octets[at] = (byte) "\r\n -=:;\"(?*%".charAt(random.nextInt(12));
      case 2 -> {
        int length = Math.min(random.nextInt(60), octets.length - at);
        int from = random.nextInt(octets.length - length + 1);
        System.arraycopy(octets, from, octets, at, length);
      }
      default -> octets[at] = octets[random.nextInt(octets.length)];
    }
  }
}
