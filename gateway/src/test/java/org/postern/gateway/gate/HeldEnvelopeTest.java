package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.gate.GateFixtures.address;
import static org.postern.gateway.gate.GateFixtures.envelope;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

class HeldEnvelopeTest {

  @Test
  void what_was_held_is_released_with_the_same_parameters() {
    MailFrom from =
        new MailFrom(
            new ReversePath.Sender(new EmailAddress("jörg", "bücher.example")),
            OptionalLong.empty(),
            BodyType.EIGHT_BIT_MIME,
            true,
            new Dsn.OfMessage(Optional.of(Dsn.Return.FULL), Optional.of("QQ314159+20=x")));
    Recipient recipient =
        new Recipient(
            address("b@example.org"),
            new Dsn.OfRecipient(
                EnumSet.of(Dsn.Notify.SUCCESS, Dsn.Notify.DELAY),
                Optional.of("rfc822;Bob+2B@example.org")));

    assertRoundTrip(from, recipient);
  }

  @Test
  void the_null_sender_and_a_recipient_without_wishes_survive() {
    MailFrom from =
        new MailFrom(
            ReversePath.NULL, OptionalLong.empty(), BodyType.SEVEN_BIT, false, Dsn.OfMessage.NONE);

    assertRoundTrip(from, new Recipient(address("b@example.org"), Dsn.OfRecipient.NONE));
  }

  @Test
  void notify_never_stays_never() {
    Recipient recipient =
        new Recipient(
            address("b@example.org"),
            new Dsn.OfRecipient(Set.of(Dsn.Notify.NEVER), Optional.empty()));

    assertRoundTrip(GateFixtures.from("a@client.example"), recipient);
  }

  @Test
  void a_sender_in_quotes_does_not_become_the_null_sender() {
    assertRoundTrip(
        GateFixtures.from("\"a b\"@client.example"),
        new Recipient(address("b@example.org"), Dsn.OfRecipient.NONE));
  }

  @Test
  void an_empty_line_means_the_defaults() {
    assertThat(HeldEnvelope.from("", "a@client.example").path().toString())
        .isEqualTo("a@client.example");
    assertThat(HeldEnvelope.recipient("", address("b@example.org")).dsn())
        .isEqualTo(Dsn.OfRecipient.NONE);
  }

  private static void assertRoundTrip(MailFrom from, Recipient recipient) {
    String line =
        HeldEnvelope.write(envelope(from, "client.example", "192.0.2.1", recipient), recipient);

    assertThat(HeldEnvelope.from(line, from.path().toString())).isEqualTo(from);
    assertThat(HeldEnvelope.recipient(line, recipient.address())).isEqualTo(recipient);
  }
}
