package org.postern.gateway.admit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

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

  public static Recipient to(String address) {
    return new Recipient(EmailAddress.parse(address).orElseThrow(), Dsn.OfRecipient.NONE);
  }
}
