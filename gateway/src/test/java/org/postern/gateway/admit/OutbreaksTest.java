package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.bulk.Sighting;
import org.postern.engine.bulk.Waves;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.store.MemoryCounters;
import org.postern.gateway.store.MovedClock;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.Reference;

class OutbreaksTest {

  private static final String TEXT =
      "the greenhouse has been repaired over the winter, and from the first week of spring on you"
          + " can rent one of the raised beds again. Whoever takes two of them gets the seeds for"
          + " carrots, peas and onions without paying for them. Tell us which one you would like.\r\n";

  private final MovedClock clock = new MovedClock();
  private final Waves waves =
      new CountedWaves(MemoryCounters.of(CountedWaves.KINDS, clock, new Random(1)));
  private final Outbreaks outbreaks = new Outbreaks(waves);

  private static String ref(int number) {
    return "M4XK-8K2J-%04d-%04d".formatted(number / 10_000, number % 10_000);
  }

  private static Case copy(int number) {
    Envelope envelope =
        new Envelope(
            new Reference(ref(number)),
            Clients.client("198.51." + number % 100 + ".7"),
            new Hello("x.example", true),
            Optional.empty(),
            Clients.from("a@x.example"),
            List.of(Clients.to("user" + number + "@b.example")),
            Instant.parse("2026-11-02T10:00:00Z"));
    byte[] octets = ("Subject: beds\r\n\r\n" + TEXT).getBytes(StandardCharsets.US_ASCII);
    return new Case(envelope, new MimeParser(MimeLimits.DEFAULT).parse(octets));
  }

  private static Verdict verdict(double points) {
    Finding found =
        Symbol.scored("TEST_WORDS", Group.CONTENT, points, Stage.ACTIVE, "a test").found();
    return new Verdict(
        points >= 10 ? Category.CONFIRMED_SPAM : Category.CLEAN,
        points,
        new Disposition.Deliver(),
        Verdict.Step.SCORE,
        List.of(new Verdict.Scored(found, points)));
  }

  private void judged(int number, double points) {
    Case mail = copy(number);
    assertThat(mail.fingerprints().whole()).isNotEmpty();
    outbreaks.judged(mail, List.of(verdict(points)));
  }

  private boolean known() {
    Waves.Copy next =
        new Waves.Copy(new Sighting(List.of("z@b.example"), "", "elsewhere"), Optional.empty());
    return waves.known(copy(0).fingerprints().whole(), next).isPresent();
  }

  @Test
  void verdicts_make_a_wave_and_the_reference_of_a_copy_withdraws_it() {
    for (int i = 0; i < 6; i++) {
      judged(i, 12);
    }
    assertThat(known()).isTrue();
    assertThat(outbreaks.wanted(ref(77))).isFalse();
    assertThat(known()).isTrue();
    assertThat(outbreaks.wanted(ref(3))).isTrue();
    assertThat(known()).isFalse();
    assertThat(outbreaks.heard()).isTrue();
  }

  @Test
  void what_no_check_took_fingerprints_of_teaches_nothing() {
    for (int i = 0; i < 20; i++) {
      outbreaks.judged(copy(i), List.of(verdict(12)));
    }
    assertThat(known()).isFalse();
    assertThat(outbreaks.wanted(ref(3))).isFalse();
  }

  @Test
  void harmless_copies_speak_for_all() {
    judged(100, 1);
    for (int i = 0; i < 19; i++) {
      judged(i, 12);
    }
    assertThat(known()).isFalse();
  }

  @Test
  void the_latest_references_are_remembered_and_no_more() {
    for (int i = 0; i < 10_001; i++) {
      judged(i, 12);
    }
    assertThat(outbreaks.wanted(ref(0))).isFalse();
    assertThat(outbreaks.wanted(ref(10_000))).isTrue();
  }
}
