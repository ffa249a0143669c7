package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedTest {

  private static final String ENGLISH =
      "From: Jane Roe <jane@sender.example>\nSent: Monday, 5 January 2026 10:00\n"
          + "To: Bob <bob@receiver.example>\nSubject: The plan\n\nHere it is.";

  @Test
  void reads_author_and_subject_of_what_is_passed_on() {
    Forwarded found = Forwarded.of("Fw: The plan", "\n____\n" + ENGLISH).orElseThrow();
    assertThat(found.author().name()).isEqualTo("Jane Roe");
    assertThat(found.author().address()).isEqualTo("jane@sender.example");
    assertThat(found.subject()).isEqualTo("The plan");
    assertThat(found.own()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Von: J <j@sender.example>\nGesendet: Montag\nAn: b@receiver.example\nBetreff: x",
        "De : J <j@sender.example>\nEnvoyé : lundi\nÀ : b@receiver.example\nObjet : x",
        "*De:* J <j@sender.example>\n*Enviado:* lunes\n*Para:* b@receiver.example\n*Asunto:* x",
        "De: J <j@sender.example>\nEnviado: segunda-feira\nPara: b@receiver.example\nAssunto: x",
        "> Da: J <j@sender.example>\n> Inviato: lunedì\n> Oggetto: x",
        "差出人：J <j@sender.example>\n日時：2026年\n件名：x",
      })
  void reads_blocks_of_other_languages(String block) {
    assertThat(Forwarded.of("Fwd: x", "Look at this.\n\n" + block))
        .hasValueSatisfying(found -> {
          assertThat(found.author().address()).isEqualTo("j@sender.example");
          assertThat(found.own()).isEqualTo(10);
        });
  }

  @Test
  void a_line_of_the_program_tells_it_too() {
    assertThat(Forwarded.of("no prefix", "---------- Forwarded message ---------\n" + ENGLISH))
        .isPresent();
    assertThat(Forwarded.of("no prefix", ENGLISH)).isEmpty();
    assertThat(Forwarded.of("no prefix", "Begin forwarded message:\n\n" + ENGLISH)).isPresent();
    assertThat(Forwarded.of("Re: The plan", "Fine.\n\n" + ENGLISH)).isEmpty();
    assertThat(Forwarded.of("Re: The plan", "Fine.\n-----Original Message-----\n" + ENGLISH))
        .isEmpty();
  }

  @Test
  void what_a_telephone_adds_is_nobodys_word() {
    String text = "Get Outlook for Android<https://aka.ms/x>\n____\n" + ENGLISH;
    assertThat(Forwarded.of("Fwd: The plan", text).orElseThrow().own()).isZero();
  }

  @Test
  void a_lone_line_is_no_block() {
    assertThat(Forwarded.of("Fwd: flights", "From: Paris\nby train\nFriday")).isEmpty();
  }

  @Test
  void takes_the_first_address_of_several() {
    String text =
        "De: x@a.example <x@a.example> em nome de Shop <shop@b.example>\nEnviado: hoje\nAssunto: y";
    assertThat(Forwarded.of("ENC: y", text).orElseThrow().author().address())
        .isEqualTo("x@a.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fw: x", "FWD: x", "WG: x", "ENC: x", "RV: x", "TR: x", "I: x", "転送: x"})
  void knows_how_subjects_begin(String subject) {
    assertThat(Forwarded.said(subject)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Re: x", "AW: x", "SV: x", "Forward: march", "Information: x", ""})
  void other_subjects_are_not_passed_on(String subject) {
    assertThat(Forwarded.said(subject)).isFalse();
  }

  @Test
  void finds_free_mailboxes() {
    assertThat(
            FreeMailboxes.in(
                "Write to Ann.Miller@Gmail.com or <bob_1@outlook.com>, not c@home.example, @gmail"))
        .isEqualTo(Set.of("ann.miller@gmail.com", "bob_1@outlook.com"));
  }

  @Test
  void many_signs_cost_little() {
    assertThat(FreeMailboxes.in("@".repeat(1_000_000))).isEmpty();
    assertThat(Forwarded.of("Fw: x", "From: x\n".repeat(100_000))).isEmpty();
  }
}
