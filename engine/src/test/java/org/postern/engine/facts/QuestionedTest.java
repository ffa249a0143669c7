package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionedTest {

  private static final String BLOCK =
      "\n\nFrom: Prize Office <x@a.example>\nSubject: You won\n\nPay.";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bob, is this real? I never ordered anything.",
        "Kann das weg? Sieht verdächtig aus.",
        "Je n'ai rien commandé, c'est quoi ?",
        "¿Esto es verdad, mamá?",
        "Ma è vera questa mail?",
        "Czy to prawda?",
        "what is this??",
        "Mum, what's that about? Any idea?",
        "Was soll das denn sein?",
        "Wat is dit nu weer?",
        "これは詐欺ですか、教えてください",
      })
  void reads_the_words_of_one_who_doubts(String own) {
    assertThat(Questioned.of(own + BLOCK))
        .hasValueSatisfying(shown -> assertThat(shown.own()).isEqualTo(own));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "---------- Forwarded message ---------\nPay.",
        "-------- Weitergeleitete Nachricht --------\nPay.",
        "Début du message transféré :\n\nPay.",
        "On 5 January 2026 Jane Roe <jane@a.example> wrote:\nPay.",
        "> Pay.",
        "Von: A <a@a.example>\nGesendet: Montag\nBetreff: x",
        "*Nadawca:* A <a@a.example>\n*Temat:* x",
      })
  void knows_where_the_other_message_begins(String shown) {
    assertThat(Questioned.of("Is this a scam?\n\n" + shown))
        .hasValueSatisfying(found -> assertThat(found.own()).isEqualTo("Is this a scam?"));
  }

  @Test
  void who_does_not_doubt_only_passes_it_on() {
    assertThat(Questioned.of("Please see below and pay today." + BLOCK)).isEmpty();
    assertThat(Questioned.of("Did you make this purchase?" + BLOCK)).isEmpty();
    assertThat(Questioned.of(BLOCK.strip())).isEmpty();
    assertThat(Questioned.of("Is this a scam?")).isEmpty();
  }

  @Test
  void knows_whether_the_words_lead_somewhere() {
    assertThat(Questioned.of("Is this real?" + BLOCK).orElseThrow().leads()).isFalse();
    for (String own :
        List.of(
            "Is this real? Call +1 (805) 555-0123.",
            "No scam: https://a.example/pay",
            "Is this a scam? Write to bob@b.example.")) {
      assertThat(Questioned.of(own + BLOCK).orElseThrow().leads()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Reporting this mail, it pretends to come from our director.",
        "I got the attached phishing mail, please don't open it.",
        "Did you get this as well? It looks fake to me.",
        "Im Anhang eine verdächtige Mail, jemand gibt sich als Chef aus.",
        "Ci-joint un message suspect, merci de vérifier.",
      })
  void reads_doubt_beside_an_attached_message(String own) {
    assertThat(Questioned.beside(own)).contains(new Questioned(own));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "See attached.",
        "Please find the letter attached.",
        "I have not received your answer, see the attached letter.",
        "Did you receive my first message? I attach it again.",
        "Stop the fraud on your account: please open the attached letter.",
        "Victim of a scam? You must reply to the attached offer today.",
        "This mail comes from outside of the firm. Report suspicious messages.\nThe letter is attached.",
      })
  void who_sends_along_what_is_to_be_read_does_not_doubt_it(String own) {
    assertThat(Questioned.beside(own)).isEmpty();
  }
}
