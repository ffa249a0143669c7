package org.postern.gateway.spool;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.postern.engine.verdict.Category;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.TlsInfo;

/// Envelopes, bodies and progress for the tests of the spool.
final class Mail {

  static final Instant RECEIVED = Instant.parse("2026-02-03T04:05:06.789012345Z");

  private Mail() {}

  static Envelope envelope(long number) {
    return new Envelope(
        Reference.create(RECEIVED, new Random(number)),
        new Client(socket("192.0.2.1", 40001), socket("192.0.2.25", 25)),
        new Hello("client.example", true),
        Optional.empty(),
        new MailFrom(
            new ReversePath.Sender(new EmailAddress("sender", "a.example")),
            OptionalLong.empty(),
            BodyType.SEVEN_BIT,
            false,
            Dsn.OfMessage.NONE),
        List.of(
            new Recipient(new EmailAddress("rcpt" + number, "b.example"), Dsn.OfRecipient.NONE)),
        RECEIVED);
  }

  /// With everything an envelope can say.
  static Envelope richEnvelope() {
    return new Envelope(
        Reference.create(RECEIVED, new Random(7)),
        new Client(socket("2001:db8::1:2", 65535), socket("::1", 2525)),
        new Hello("[IPv6:2001:db8::1:2]", false),
        Optional.of(new TlsInfo("TLSv1.3", "TLS_AES_256_GCM_SHA384")),
        new MailFrom(
            new ReversePath.Sender(new EmailAddress("jörg müller", "bücher.example")),
            OptionalLong.of(123_456_789_012L),
            BodyType.EIGHT_BIT_MIME,
            true,
            new Dsn.OfMessage(Optional.of(Dsn.Return.HEADERS), Optional.of("QQ+2B314159"))),
        List.of(
            new Recipient(
                new EmailAddress("a", "[192.0.2.9]"),
                new Dsn.OfRecipient(
                    Set.of(Dsn.Notify.SUCCESS, Dsn.Notify.FAILURE, Dsn.Notify.DELAY),
                    Optional.of("rfc822;a@x.example"))),
            new Recipient(
                new EmailAddress("用户", "例子.example"),
                new Dsn.OfRecipient(Set.of(Dsn.Notify.NEVER), Optional.empty())),
            new Recipient(new EmailAddress("plain", "b.example"), Dsn.OfRecipient.NONE)),
        RECEIVED);
  }

  static Progress.Judged judged(int tries) {
    return new Progress.Judged(
        List.of(
            new Progress.Pending(
                richEnvelope().to().get(0),
                "tenant-a",
                Category.SUSPECTED_SPAM,
                5.25,
                "X-Postern-Score: 5.25\r\nX-Postern-Note: grün\r\n",
                "other@c.example",
                tries,
                RECEIVED.plusSeconds(600),
                "451 4.3.0 later"),
            new Progress.Pending(
                richEnvelope().to().get(1),
                "tenant-b",
                Category.CLEAN,
                -0.5,
                "",
                "用户@例子.example",
                0,
                Instant.EPOCH,
                "")),
        tries > 1,
        "Grüße, 你好",
        "<1@a.example>");
  }

  /// Random octets, the same for the same number.
  static byte[] body(long number, int size) {
    byte[] octets = new byte[size];
    new Random(number).nextBytes(octets);
    return octets;
  }

  static MessageData data(long number, int size) {
    return MessageData.of(body(number, size));
  }

  /// Data of which the test can ask whether it was closed.
  static MessageData tracked(byte[] octets, boolean inMemory, List<String> closed) {
    return new MessageData() {
      @Override
      public long size() {
        return octets.length;
      }

      @Override
      public byte[] bytes() {
        return octets;
      }

      @Override
      public boolean inMemory() {
        return inMemory;
      }

      @Override
      public void close() {
        closed.add("closed");
      }
    };
  }

  static List<String> log() {
    return new ArrayList<>();
  }

  private static InetSocketAddress socket(String address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
