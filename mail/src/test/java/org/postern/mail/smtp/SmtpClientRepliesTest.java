package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SmtpClientRepliesTest {

  @Test
  void reads_one_line_with_its_status() throws IOException {
    assertThat(read("550 5.1.1 no such user\r\n"))
        .isEqualTo(new Reply(550, "5.1.1", "no such user"));
    assertThat(read("250\r\n")).isEqualTo(new Reply(250, "", ""));
    assertThat(read("354 go ahead\n")).isEqualTo(new Reply(354, "", "go ahead"));
  }

  @Test
  void reads_several_lines_and_takes_the_status_off_each() throws IOException {
    Reply reply = read("452-4.5.3 too\r\n452-4.5.3 many\r\n452 4.5.3 recipients\r\n");
    assertThat(reply.status()).isEqualTo("4.5.3");
    assertThat(reply.lines()).containsExactly("too", "many", "recipients");
  }

  @Test
  void a_status_of_another_class_is_only_text() throws IOException {
    assertThat(read("250 5.1.1 odd\r\n")).isEqualTo(new Reply(250, "", "5.1.1 odd"));
    assertThat(read("550 5.1 odd\r\n")).isEqualTo(new Reply(550, "", "5.1 odd"));
    assertThat(read("550 5.1.1.1 odd\r\n")).isEqualTo(new Reply(550, "", "5.1.1.1 odd"));
  }

  @Test
  void control_characters_do_not_get_through() throws IOException {
    assertThat(read("550 a\u001b[31mb\u0000c\u0085d\r\n").lines()).containsExactly("a [31mb c d");
  }

  @Test
  void what_is_no_reply_ends_the_conversation() {
    for (String bad :
        new String[] {
          "HTTP/1.1 400\r\n",
          "99 x\r\n",
          "650 x\r\n",
          "2500 x\r\n",
          "25\r\n",
          "\r\n",
          "199 x\r\n",
          "250-a\r\n251 b\r\n",
          "250-a\r\n",
          "250 never ends",
          ""
        }) {
      assertThatThrownBy(() -> read(bad)).as(bad).isInstanceOf(SmtpConnectionLost.class);
    }
  }

  @Test
  void endless_lines_and_replies_have_a_limit() {
    assertThatThrownBy(() -> read("250 " + "x".repeat(100_000) + "\r\n"))
        .hasMessageContaining("4096 octets");
    assertThatThrownBy(() -> read("250-x\r\n".repeat(100_000))).hasMessageContaining("100 lines");
  }

  @Test
  void a_second_reply_stays_for_later() throws IOException {
    var in = new ByteArrayInputStream("250 a\r\n550 b\r\n".getBytes(StandardCharsets.US_ASCII));
    var replies = new SmtpClientReplies(in, SmtpClientLimits.STANDARD);
    assertThat(replies.read().code()).isEqualTo(250);
    assertThat(replies.pending()).isTrue();
    assertThat(replies.read().code()).isEqualTo(550);
    assertThat(replies.pending()).isFalse();
  }

  @Test
  void extensions_are_read_without_case_and_unknown_ones_ignored() throws IOException {
    var offered =
        SmtpClientExtensions.of(
            read("250-host hello\r\n250-Pipelining\r\n250-SIZE 1000\r\n250-XYZ 1\r\n250 dsn\r\n"));
    assertThat(offered)
        .isEqualTo(new SmtpClientExtensions(true, true, 1000, false, false, true, false));
    assertThat(offered.tooLarge(1000)).isFalse();
    assertThat(offered.tooLarge(1001)).isTrue();
    assertThat(SmtpClientExtensions.of(read("250-host\r\n250 SIZE\r\n")).tooLarge(1L << 40))
        .isFalse();
    assertThat(SmtpClientExtensions.of(read("250 PIPELINING\r\n")))
        .isEqualTo(SmtpClientExtensions.NONE);
  }

  private static Reply read(String text) throws IOException {
    var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return new SmtpClientReplies(in, SmtpClientLimits.STANDARD).read();
  }
}
