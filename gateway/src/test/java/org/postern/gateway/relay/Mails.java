package org.postern.gateway.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postern.engine.verdict.Category;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.SmtpClientTls;

/// Envelopes, messages and routes for the tests of this package.
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

  /// One transaction of a client on this machine.
  static Envelope envelope(
      Reference ref, MailFrom from, List<Recipient> recipients, Instant received) {
    InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2000);
    return new Envelope(
        ref,
        new Client(client, client),
        new Hello("client.example", true),
        Optional.empty(),
        from,
        recipients,
        received);
  }

  /// A recipient whose clean copy is to be delivered.
  static Pending pending(Recipient recipient, Instant next) {
    String address = recipient.address().toString();
    return new Pending(
        recipient, "acme", Category.CLEAN, 0.5, "X-Test: 1\r\n", address, 0, next, "");
  }

  /// The same with another header, for another address.
  static Pending with(Pending p, String header, String target) {
    return new Pending(
        p.recipient(), p.tenant(), p.category(), p.score(), header, target, 0, p.nextTry(), "");
  }

  /// The same of another category.
  static Pending with(Pending p, Category category) {
    return new Pending(
        p.recipient(), p.tenant(), category, p.score(), p.header(), p.target(), 0, p.nextTry(), "");
  }

  /// To a server of the test.
  static Route route(FakeUpstream server) {
    return new Route(
        List.of(new NextHop("127.0.0.1", server.port(), 10)),
        SmtpClientTls.OPPORTUNISTIC,
        Duration.ofDays(7));
  }
}
