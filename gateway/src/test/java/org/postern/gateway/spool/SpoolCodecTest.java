package org.postern.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MailFrom;

final class SpoolCodecTest {

  private static SpoolCodec.Head roundTrip(SpoolCodec.Head head) throws IOException {
    byte[] octets = SpoolCodec.head(head);
    assertThat(SpoolCodec.headLength(octets)).isEqualTo(octets.length);
    return SpoolCodec.readHead(Arrays.copyOfRange(octets, Integer.BYTES, octets.length));
  }

  private static SpoolCodec.Head head(Envelope envelope, Progress progress) {
    return new SpoolCodec.Head(envelope, progress, 5000, SpoolCodec.BodyPlace.INLINE, 0);
  }

  @Test
  void every_field_of_an_envelope_comes_back() throws IOException {
    SpoolCodec.Head head = head(Mail.richEnvelope(), Mail.judged(4));

    assertThat(roundTrip(head)).isEqualTo(head);
  }

  @Test
  void a_plain_envelope_comes_back() throws IOException {
    SpoolCodec.Head head = head(Mail.envelope(1), Progress.ACCEPTED);

    assertThat(roundTrip(head)).isEqualTo(head);
  }

  @Test
  void the_null_sender_and_ret_full_come_back() throws IOException {
    Envelope plain = Mail.envelope(1);
    MailFrom from =
        new MailFrom(
            ReversePath.NULL,
            OptionalLong.of(0),
            BodyType.SEVEN_BIT,
            false,
            new Dsn.OfMessage(Optional.of(Dsn.Return.FULL), Optional.empty()));
    Envelope envelope =
        new Envelope(
            plain.ref(),
            plain.client(),
            plain.hello(),
            plain.tls(),
            from,
            plain.to(),
            plain.received());

    assertThat(roundTrip(head(envelope, Progress.ACCEPTED)).envelope()).isEqualTo(envelope);
  }

  @Test
  void a_body_in_a_file_keeps_its_size_and_check() throws IOException {
    SpoolCodec.Head head =
        new SpoolCodec.Head(
            Mail.envelope(1), Progress.ACCEPTED, 1L << 40, SpoolCodec.BodyPlace.FILE, -77);

    assertThat(roundTrip(head)).isEqualTo(head);
  }

  @Test
  void progress_comes_back() throws IOException {
    assertThat(SpoolCodec.readProgress(SpoolCodec.progress(Mail.judged(2))))
        .isEqualTo(Mail.judged(2));
    assertThat(SpoolCodec.readProgress(SpoolCodec.progress(Progress.ACCEPTED)))
        .isEqualTo(Progress.ACCEPTED);
  }

  @Test
  void a_record_of_a_newer_form_is_refused_by_name() {
    byte[] octets = SpoolCodec.progress(Mail.judged(2));
    octets[0] = 99;

    assertThatThrownBy(() -> SpoolCodec.readProgress(octets))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("form 99");
  }

  @Test
  void a_record_cut_anywhere_gives_an_exception_and_nothing_else() {
    byte[] octets = SpoolCodec.head(head(Mail.richEnvelope(), Mail.judged(4)));
    for (int length = Integer.BYTES; length < octets.length; length++) {
      byte[] cut = Arrays.copyOfRange(octets, Integer.BYTES, length);

      assertThatThrownBy(() -> SpoolCodec.readHead(cut)).isInstanceOf(IOException.class);
    }
  }
}
