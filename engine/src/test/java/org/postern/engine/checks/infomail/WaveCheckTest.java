package org.postern.engine.checks.infomail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.bulk.Waves;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Stage;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Recipient;

class WaveCheckTest {

  private static final String TEXT =
      """
      Dear reader,

      the greenhouse has been repaired over the winter, and from the first week of spring on you can
      rent one of the raised beds again. Whoever takes two of them gets the seeds for carrots, peas
      and onions without paying for them. Tell us which one you would like, and when you come.
      """;

  /// Knows whatever it is asked for.
  private static final class Everything implements Waves {
    private final List<Copy> asked = new ArrayList<>();
    private boolean rolling = true;
    private boolean broken;

    @Override
    public boolean kept() {
      return true;
    }

    @Override
    public boolean rolling() {
      return rolling;
    }

    @Override
    public Optional<Wave> known(List<Long> keys, Copy copy) {
      asked.add(copy);
      if (broken) {
        throw new IllegalStateException("the store is gone");
      }
      return Optional.of(new Wave(12, 5));
    }

    @Override
    public void unwanted(List<Long> keys, Copy copy) {}

    @Override
    public void harmless(List<Long> keys) {}

    @Override
    public void wanted(List<Long> keys) {}
  }

  private final Everything waves = new Everything();
  private final WaveCheck check = new WaveCheck(waves);

  private static Case mail(String text) {
    return Messages.mail(
        "ann@garden.example",
        ("From: ann@garden.example\r\nSubject: Beds\r\n\r\n" + text.replace("\n", "\r\n"))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static Case to(String address) {
    Case mail = mail(TEXT);
    Envelope envelope =
        mail.envelope()
            .withRecipients(
                List.of(
                    new Recipient(
                        EmailAddress.parse(address).orElseThrow(), Dsn.OfRecipient.NONE)));
    return new Case(envelope, mail.message());
  }

  @Test
  void a_copy_of_a_known_wave_is_certain_before_the_reply() {
    assertThat(check.stage()).isEqualTo(Stage.PRELIMINARY);
    List<Finding> found = check.inspect(mail(TEXT));
    assertThat(found).singleElement().extracting(Finding::symbol).isEqualTo(WaveCheck.CONFIRMED);
    assertThat(found.getFirst().evidence())
        .containsExactly("of 12 copies or more, from 5 networks, each was found to be unwanted");
    assertThat(found.getFirst().points()).isGreaterThan(Policy.STANDARD.confirmAt());
    assertThat(waves.asked.getFirst().sighting().organisation()).isEqualTo("garden.example");
    assertThat(waves.asked.getFirst().proven()).isEmpty();
  }

  @Test
  void where_nothing_is_known_no_fingerprint_is_taken() {
    waves.rolling = false;
    Case mail = mail(TEXT);
    assertThat(check.inspect(mail)).isEmpty();
    assertThat(mail.knownFingerprints()).isEmpty();
  }

  @Test
  void where_the_waves_cannot_be_reached_nothing_is_known() {
    waves.broken = true;
    assertThat(check.inspect(mail(TEXT))).isEmpty();
  }

  @Test
  void short_texts_and_large_pages_are_not_asked_about() {
    assertThat(check.inspect(mail("ok, thanks\n"))).isEmpty();
    Case large = mail(TEXT + "and more of it\n".repeat(15_000));
    assertThat(check.inspect(large)).isEmpty();
    assertThat(large.knownFingerprints()).isEmpty();
    assertThat(waves.asked).isEmpty();
  }

  @Test
  void those_who_help_are_reached_by_everybody() {
    assertThat(check.inspect(to("abuse@receiver.example"))).isEmpty();
    assertThat(check.inspect(to("Postmaster@receiver.example"))).isEmpty();
    assertThat(check.inspect(to("bob@receiver.example"))).isNotEmpty();
  }

  @Test
  void who_shows_such_a_message_to_somebody_may() {
    String forwarded =
        "Is this real?\n\n---------- Forwarded message ---------\nFrom: Garden <x@y.example>\n"
            + "Date: Mon, 2 Nov 2026 10:00\nSubject: Beds\nTo: <bob@receiver.example>\n\n";
    assertThat(mail(forwarded + TEXT).forwarded()).isPresent();
    assertThat(check.inspect(mail(forwarded + TEXT))).isEmpty();
  }
}
