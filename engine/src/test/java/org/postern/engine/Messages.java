package org.postern.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;

/// Messages for tests, received on 5 January 2026 at noon UTC.
public final class Messages {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);

  private Messages() {}

  /// An ordinary one.
  public static Case ordinary() {
    return mail(
        "ann@sender.example",
        "From: ann@sender.example\r\nSubject: Lunch\r\n\r\nAt noon?\r\n"
            .getBytes(StandardCharsets.UTF_8));
  }

  /// A message of that sender; an empty one is the null sender.
  public static Case mail(String mailFrom, byte[] octets) {
    return new Case(envelope(mailFrom), PARSER.parse(octets));
  }

  private static Envelope envelope(String mailFrom) {
    InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2525);
    int at = mailFrom.lastIndexOf('@');
    ReversePath path =
        at < 0
            ? ReversePath.NULL
            : new ReversePath.Sender(
                new EmailAddress(mailFrom.substring(0, at), mailFrom.substring(at + 1)));
    return new Envelope(
        new Reference("0123-4567-89AB-CDEF"),
        new Client(client, client),
        new Hello("client.example", true),
        Optional.empty(),
        new MailFrom(path, OptionalLong.empty(), BodyType.SEVEN_BIT, false, Dsn.OfMessage.NONE),
        List.of(new Recipient(new EmailAddress("bob", "receiver.example"), Dsn.OfRecipient.NONE)),
        NOON);
  }
}
