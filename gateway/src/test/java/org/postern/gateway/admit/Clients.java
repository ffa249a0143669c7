package org.postern.gateway.admit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
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

/// Clients, senders and recipients for the tests of this package.
public final class Clients {

  public static final Domain DOMAIN =
      new Domain(
          new TenantId("alpha"),
          "example.org",
          List.of(new NextHop("127.0.0.1", 25, 10)),
          DomainSettings.STANDARD);

  private Clients() {}

  public static Client client(String ip) {
    return new Client(
        new InetSocketAddress(InetAddress.ofLiteral(ip), 4711),
        new InetSocketAddress(InetAddress.ofLiteral("203.0.113.1"), 25));
  }

  public static MailFrom from(String address) {
    return new MailFrom(
        EmailAddress.parse(address)
            .<ReversePath>map(ReversePath.Sender::new)
            .orElse(ReversePath.NULL),
        OptionalLong.empty(),
        BodyType.SEVEN_BIT,
        false,
        Dsn.OfMessage.NONE);
  }

  /// A message.
  public static Case mail(String ip, String helo, String from, String... to) {
    Envelope envelope =
        new Envelope(
            new Reference("M4XK-8K2J-7QXD-0TZF"),
            client(ip),
            new Hello(helo, true),
            Optional.empty(),
            from(from),
            Arrays.stream(to).map(Clients::to).toList(),
            Instant.parse("2026-11-02T10:00:00Z"));
    byte[] octets = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
    return new Case(envelope, new MimeParser(MimeLimits.DEFAULT).parse(octets));
  }

  /// A verdict by the score alone.
  public static Verdict verdict(Category category, double score) {
    return new Verdict(category, score, new Disposition.Deliver(), Verdict.Step.SCORE, List.of());
  }

  public static Domain refusingOn(GateTest... tests) {
    return new Domain(
        DOMAIN.tenant(),
        DOMAIN.name(),
        DOMAIN.route(),
        DomainSettings.STANDARD.withRefuseOn(Set.of(tests)));
  }

  public static Recipient to(String address) {
    return new Recipient(EmailAddress.parse(address).orElseThrow(), Dsn.OfRecipient.NONE);
  }
}
