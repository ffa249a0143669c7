package org.postern.gateway.relay;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;

/// Envelopes and messages for the tests of this package.
final class Mails {

  static final MailFrom FROM = from(new ReversePath.Sender(address("sender@example.org")));
  static final MailFrom NULL = from(ReversePath.NULL);
  static final byte[] BODY = ascii("Subject: a test\r\nFrom: sender@example.org\r\n\r\nHello\r\n");

  private Mails() {}

  static MailFrom from(ReversePath path) {
    return new MailFrom(path, OptionalLong.empty(), BodyType.SEVEN_BIT, false, Dsn.OfMessage.NONE);
  }

  static EmailAddress address(String text) {
    int at = text.lastIndexOf('@');
    return new EmailAddress(text.substring(0, at), text.substring(at + 1));
  }

  static Recipient to(String address) {
    return new Recipient(address(address), Dsn.OfRecipient.NONE);
  }

  static Recipient to(String address, Dsn.Notify... events) {
    return new Recipient(address(address), new Dsn.OfRecipient(Set.of(events), Optional.empty()));
  }

  static Consignment mail(byte[] body, String... to) {
    return new Consignment(FROM, List.of(to).stream().map(Mails::to).toList(), Payload.of(body));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
