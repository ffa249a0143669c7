package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.gate.GateFixtures.REF;
import static org.postern.gateway.gate.GateFixtures.envelope;
import static org.postern.gateway.gate.GateFixtures.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Verdict;
import org.postern.mail.smtp.Envelope;

class StamperTest {

  private static final Stamper STAMPER = new Stamper("mx.example.org");
  private static final Envelope MAIL =
      envelope(
          GateFixtures.from("a@client.example"),
          "client.example",
          "192.0.2.1",
          GateFixtures.to("b@example.org"));

  @Test
  void fields_that_look_like_ours_are_removed_however_they_are_written() {
    String clean = "From: a@b.example\r\nSubject: x\r\n\r\nX-Postern-Ref: in the body\r\n";
    String forged =
        "X-Postern-Category: CLEAN\r\nx-postern-score:-9\r\nX-POSTERN-Findings: A=1;\r\n\tB=2\r\n";

    assertThat(stripped(forged + clean)).isEqualTo(clean);
    assertThat(stripped("From: a@b.example\r\nX-Postern-Released : now\r\nSubject: x\r\n\r\n"))
        .isEqualTo("From: a@b.example\r\nSubject: x\r\n\r\n");
    assertThat(stripped("From: a@b.example\r\nX-Postern-New: last"))
        .isEqualTo("From: a@b.example\r\n");
  }

  @Test
  void a_message_without_such_fields_is_not_copied() {
    var message = message("From: a@b.example\r\nX-Posternal: fine\r\n\r\nbody\r\n");

    assertThat(ForgedFields.removed(message.octets(), "mx.example.org")).isSameAs(message.octets());
  }

  @Test
  void a_prefix_stands_before_the_text_of_the_subject() {
    assertThat(marked("Subject: hello\r\nFrom: a@b.example\r\n\r\nbody\r\n", "[SPAM]"))
        .isEqualTo("Subject: [SPAM] hello\r\nFrom: a@b.example\r\n\r\nbody\r\n");
    assertThat(marked("subject:hello\r\n\r\n", "[SPAM]")).isEqualTo("subject: [SPAM]hello\r\n\r\n");
    assertThat(marked("Subject:\r\n folded\r\n\r\n", "[SPAM]"))
        .isEqualTo("Subject: [SPAM]\r\n folded\r\n\r\n");
  }

  @Test
  void a_message_without_subject_gets_one() {
    assertThat(marked("From: a@b.example\r\n\r\nbody\r\n", "[SPAM]"))
        .isEqualTo("Subject: [SPAM]\r\nFrom: a@b.example\r\n\r\nbody\r\n");
  }

  @Test
  void a_prefix_cannot_begin_a_field_of_its_own() {
    assertThat(marked("Subject: hello\r\n\r\n", "[SPAM]\r\nBcc: x@y.example"))
        .isEqualTo("Subject: [SPAM]  Bcc: x@y.example hello\r\n\r\n");
  }

  @Test
  void a_prefix_that_is_not_ascii_is_encoded() {
    String prefix = "[Verdächtig] Überprüfen Sie bitte diese Nachricht 🐟";

    String marked = marked("Subject: hello\r\n\r\nbody\r\n", prefix);

    assertThat(marked).isASCII();
    assertThat(marked.lines()).allMatch(line -> line.length() <= 78);
    assertThat(message(marked).headers().text("Subject").orElseThrow())
        .startsWith(prefix)
        .endsWith("hello");
  }

  @Test
  void the_fields_name_verdict_and_way_and_no_recipient() {
    Verdict verdict = verdict(List.of());

    assertThat(STAMPER.fields(MAIL, SenderFacts.UNKNOWN, verdict))
        .isEqualTo(
            "X-Postern-Ref: "
                + REF
                + "\r\nX-Postern-Category: CLEAN\r\nX-Postern-Score: 1.50\r\n"
                + "Received: from client.example ([192.0.2.1])\r\n\tby mx.example.org with ESMTP id "
                + REF
                + ";\r\n\tMon, 2 Nov 2026 10:00:00 +0000\r\n");
  }

  @Test
  void many_findings_are_folded_and_the_lightest_left_out() {
    List<Verdict.Scored> scored = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Symbol symbol = Symbol.scored("SYMBOL_NUMBER_" + i, Group.CONTENT, 1, Stage.ACTIVE, "a test");
      scored.add(new Verdict.Scored(symbol.found(), 30 - i));
    }

    String fields = STAMPER.fields(MAIL, SenderFacts.UNKNOWN, verdict(scored));

    assertThat(fields.lines()).allMatch(line -> line.length() <= 78);
    assertThat(fields)
        .contains("X-Postern-Findings: SYMBOL_NUMBER_0=30.00;")
        .contains("SYMBOL_NUMBER_19=11.00\r\n")
        .doesNotContain("SYMBOL_NUMBER_20=");
  }

  @Test
  void what_a_client_says_of_itself_writes_no_header_field() {
    Envelope strange =
        envelope(
            GateFixtures.from("a@client.example"),
            "x)(y<z>\r\nX: y",
            "2001:db8::1",
            GateFixtures.to("b@example.org"));

    assertThat(STAMPER.received(strange, Optional.empty()))
        .startsWith("Received: from x??y?z???X:?y ([IPv6:2001:db8:0:0:0:0:0:1])\r\n\tby ");
  }

  @Test
  void numbers_have_two_places_and_a_point() {
    assertThat(Stamper.number(5.25)).isEqualTo("5.25");
    assertThat(Stamper.number(-0.5)).isEqualTo("-0.50");
    assertThat(Stamper.number(0.004)).isEqualTo("0.00");
    assertThat(Stamper.number(-0.004)).isEqualTo("0.00");
    assertThat(Stamper.number(1234.999)).isEqualTo("1235.00");
    assertThat(Stamper.number(0.07)).isEqualTo("0.07");
  }

  private static Verdict verdict(List<Verdict.Scored> because) {
    return new Verdict(Category.CLEAN, 1.5, new Disposition.Deliver(), Verdict.Step.SCORE, because);
  }

  private static String stripped(String text) {
    return text(ForgedFields.removed(text.getBytes(StandardCharsets.ISO_8859_1), "mx.example.org"));
  }

  private static String marked(String text, String prefix) {
    return text(Stamper.withSubjectPrefix(message(text), prefix));
  }

  @Test
  void results_that_claim_to_be_ours_are_removed_and_others_stay() {
    String others =
        """
        Authentication-Results: mx.other.example; dkim=pass\r
        ARC-Authentication-Results: i=1; mx.example.org; dkim=pass\r
        X-Authentication-Results: mx.example.org; dkim=pass\r
        """;
    for (String forged :
        List.of(
            "Authentication-Results: mx.example.org; dkim=pass header.d=bank.example\r\n",
            "authentication-results : MX.EXAMPLE.ORG; dkim=pass\r\n",
            "Authentication-Results: \"mx.example.org\" 1; none\r\n",
            "Authentication-Results: mx.example.org.; dkim=pass\r\n",
            "Authentication-Results\r\n : mx.example.org; dkim=pass\r\n",
            "\0Authentication-Results: mx.example.org; dkim=pass\r\n",
            "Authentication-Results:\r\n\t(a (nested) comment)\r\n mx.example.org; dkim=pass\r\n")) {
      assertThat(stripped(forged + others + "\r\nbody\r\n"))
          .as(forged)
          .isEqualTo(others + "\r\nbody\r\n");
    }
  }

  @Test
  void forged_fields_are_removed_where_only_other_readers_see_the_header_go_on() {
    String forged =
        "Authentication-Results: mx.example.org; dkim=pass\r\n X-Postern-Ref: folded\r\n"
            + "X-Postern-Category: CLEAN\r\n";
    for (String before :
        List.of("Subject: x\r\n \r\n", "no field at all\r\n", "A: b\r\n".repeat(10_000))) {
      assertThat(stripped(before + forged + "\r\nX-Postern-Ref: in the body\r\n"))
          .isEqualTo(before + "\r\nX-Postern-Ref: in the body\r\n");
    }
    assertThat(stripped(" X-Postern-Ref: first line\r\n\r\nbody\r\n")).isEqualTo("\r\nbody\r\n");
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  @Test
  void received_tells_the_name_of_the_client_where_the_dns_confirmed_it() {
    SenderFacts known = new SenderFacts(List.of(), Optional.empty(), Optional.of("out.example"));
    String literal = "[" + MAIL.client().ip() + "]";
    assertThat(STAMPER.fields(MAIL, known, verdict(List.of())))
        .contains("Received: from " + MAIL.hello().name() + " (out.example " + literal + ")\r\n");
  }
}
