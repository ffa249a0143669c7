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
}
