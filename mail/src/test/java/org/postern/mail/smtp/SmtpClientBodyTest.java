package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmtpClientBodyTest {

  @Test
  void doubles_dots_at_the_start_of_lines_only() throws IOException {
    assertThat(sent("a\r\n.\r\n..b\r\nc.d\r\n.", 64))
        .isEqualTo("a\r\n..\r\n...b\r\nc.d\r\n..\r\n.\r\n");
    assertThat(sent(".first", 64)).isEqualTo("..first\r\n.\r\n");
  }

  @Test
  void ends_the_last_line_once() throws IOException {
    assertThat(sent("a", 64)).isEqualTo("a\r\n.\r\n");
    assertThat(sent("a\r\n", 64)).isEqualTo("a\r\n.\r\n");
    assertThat(sent("a\r", 64)).isEqualTo("a\r\n.\r\n");
    assertThat(sent("", 64)).isEqualTo(".\r\n");
  }

  @Test
  void never_sends_a_bare_cr_or_lf() throws IOException {
    assertThat(sent("a\n.\nb", 64)).isEqualTo("a\r\n..\r\nb\r\n.\r\n");
    assertThat(sent("a\r.\rb", 64)).isEqualTo("a\r\n..\r\nb\r\n.\r\n");
    assertThat(sent("a\r\r\n.\r\r\n", 64)).isEqualTo("a\r\n\r\n..\r\n\r\n.\r\n");
    assertThat(sent("a\r\n.\rMAIL", 64)).isEqualTo("a\r\n..\r\nMAIL\r\n.\r\n");
  }

  @Test
  void a_small_message_leaves_in_one_write() throws IOException {
    var writes = new ArrayList<Integer>();
    new SmtpClientBody(new byte[8192], (_, _, length) -> writes.add(length))
        .write(Payload.of(new byte[5000]));
    assertThat(writes).containsExactly(5005);
  }

  @Test
  void random_messages_in_random_slices_come_back_as_they_were() throws IOException {
    var random = new Random(7);
    String[] words = {"\r\n", ".", "\r\n.", "\r\n.\r\n", "x", "..", "\r\n\r\n", "longer text "};
    for (int round = 0; round < 3000; round++) {
      var text = new StringBuilder();
      int length = random.nextInt(40);
      for (int i = 0; i < length; i++) {
        text.append(words[random.nextInt(words.length)]);
      }
      text.append(text.isEmpty() || text.toString().endsWith("\r\n") ? "" : "\r\n");
      String message = text.toString();
      String wire = write(slices(message, random), 1 + random.nextInt(50));
      assertThat(unstuffed(wire)).isEqualTo(message);
    }
  }

  @Test
  void random_octets_never_give_a_second_end_of_data() throws IOException {
    var random = new Random(8);
    char[] alphabet = {'\r', '\n', '.', 'a'};
    for (int round = 0; round < 5000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append(alphabet[random.nextInt(alphabet.length)]);
      }
      String wire = "\r\n" + write(slices(text.toString(), random), 1 + random.nextInt(9));
      assertThat(wire.indexOf("\r\n.\r\n")).isEqualTo(wire.length() - 5);
      String rest = wire.replace("\r\n", "");
      assertThat(rest).doesNotContain("\r").doesNotContain("\n");
    }
  }

  private static String sent(String message, int buffer) throws IOException {
    return write(Payload.of(message.getBytes(StandardCharsets.ISO_8859_1)), buffer);
  }

  private static String write(Payload payload, int buffer) throws IOException {
    var out = new ByteArrayOutputStream();
    new SmtpClientBody(new byte[buffer], out::write).write(payload);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static Payload slices(String message, Random random) {
    byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
    var slices = new ArrayList<Payload.Slice>();
    for (int at = 0; at < octets.length; ) {
      int length = Math.min(octets.length - at, random.nextInt(8));
      slices.add(new Payload.Slice(octets, at, length));
      at += length;
    }
    return new Payload(slices);
  }

  // As RFC 5321 section 4.5.2 tells the receiver, written without regard to the sender's code.
  private static String unstuffed(String wire) {
    int end = ("\r\n" + wire).indexOf("\r\n.\r\n");
    var text = new StringBuilder();
    for (String line : List.of(wire.substring(0, end).split("(?<=\r\n)"))) {
      text.append(line.startsWith(".") ? line.substring(1) : line);
    }
    return text.toString();
  }
}
