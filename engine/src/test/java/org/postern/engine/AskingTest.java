package org.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AskingTest {

  private static final String HEAD =
      "From: Ann <ann@a.example>\r\nTo: Bob <bob@b.example>\r\nSubject: Fwd: You won\r\n";
  private static final String BODY =
      "\r\nBob, is this real?\r\n\r\nFrom: Prize <x@c.example>\r\nSubject: You won\r\n\r\nPay now.\r\n";

  private static Case mail(String message) {
    return Messages.mail("ann@a.example", message.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void keeps_the_words_of_the_sender_alone() {
    Case own = mail(HEAD + BODY).asking().orElseThrow();
    assertThat(own.content().visible().strip()).isEqualTo("Bob, is this real?");
    assertThat(own.header().subject()).isEqualTo("Fwd: You won");
    assertThat(own.header().fromDomain()).isEqualTo("a.example");
  }

  @Test
  void answers_to_somebody_else_are_no_question_of_the_sender() {
    assertThat(mail(HEAD + "Reply-To: x@c.example\r\n" + BODY).asking()).isEmpty();
    assertThat(mail(HEAD + "Reply-To: ann@a.example\r\n" + BODY).asking()).isPresent();
  }

  @Test
  void mail_to_many_asks_nobody() {
    assertThat(mail(HEAD + "List-Unsubscribe: <mailto:u@a.example>\r\n" + BODY).asking()).isEmpty();
    assertThat(mail("From: Ann <ann@a.example>\r\nSubject: x\r\n" + BODY).asking()).isEmpty();
  }

  @Test
  void an_envelope_of_somebody_else_does_not_vouch() {
    Case other = Messages.mail("x@c.example", (HEAD + BODY).getBytes(StandardCharsets.UTF_8));
    assertThat(other.asking()).isEmpty();
  }

  private static Case attached(String own, String type, String between) {
    return mail(
        HEAD
            + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain\r\n\r\n"
            + own
            + "\r\n--b\r\nContent-Type: "
            + type
            + "\r\nContent-Disposition: attachment; filename=got.eml\r\n\r\n"
            + "From: Prize <x@c.example>\r\nSubject: You won\r\n\r\nIs this a scam? No, pay now.\r\n"
            + between
            + "--b--\r\n");
  }

  @Test
  void an_attached_message_that_is_doubted_is_not_the_senders() {
    for (String type : new String[] {"message/rfc822", "application/octet-stream"}) {
      Case own = attached("Reporting this e-mail.", type, "").asking().orElseThrow();
      assertThat(own.content().visible().strip()).isEqualTo("Reporting this e-mail.");
    }
  }

  @Test
  void doubt_inside_of_the_attached_message_is_none_of_the_sender() {
    assertThat(attached("See attached.", "message/rfc822", "").asking()).isEmpty();
    assertThat(attached("", "message/rfc822", "").asking()).isEmpty();
    assertThat(attached("", "application/octet-stream", "").asking()).isEmpty();
  }

  @Test
  void what_a_program_sends_back_doubts_nothing() {
    String report =
        HEAD
            + "MIME-Version: 1.0\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
            + "--b\r\n\r\nThis is suspicious.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
            + "Subject: You won\r\n\r\nPay now.\r\n--b--\r\n";
    assertThat(mail(report).asking()).isEmpty();
  }

  private static final String NOTICE =
      "Subject: A comment waits\r\n\r\nOn http://a.example/roofs/\r\nComment: Pay now.\r\n"
          + "Yes: http://a.example/?do=approve\r\nNo: http://a.example/?do=spam\r\n";

  @Test
  void a_site_shows_its_owner_the_words_of_others() {
    String head = "From: Site <site@a.example>\r\nTo: Ann <ann@a.example>\r\n";
    Case own =
        Messages.mail("www@host.example", (head + NOTICE).getBytes(StandardCharsets.UTF_8))
            .asking()
            .orElseThrow();
    assertThat(own.content().visible()).contains("On http://a.example/").doesNotContain("Pay");
    assertThat(mail(head + "Reply-To: x@c.example\r\n" + NOTICE).asking()).isEmpty();
  }

  @Test
  void no_site_decides_for_the_owner_of_another() {
    assertThat(mail("From: Ann <ann@a.example>\r\nTo: Bob <bob@b.example>\r\n" + NOTICE).asking())
        .isEmpty();
  }

  @Test
  void the_words_lead_nowhere_but_to_a_colleague() {
    String signed = BODY.replace("real?", "real?\r\nAnn, phone +49 30 1234567, https://a.example/");
    assertThat(mail(HEAD + signed).asking()).isEmpty();
    assertThat(mail(HEAD.replace("b.example", "a.example") + signed).asking()).isPresent();
    String free = HEAD.replace("a.example", "gmail.com").replace("b.example", "gmail.com");
    Case anybody = Messages.mail("ann@gmail.com", (free + signed).getBytes(StandardCharsets.UTF_8));
    assertThat(anybody.asking()).isEmpty();
  }
}
