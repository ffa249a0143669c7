package org.postern.gateway.admit.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

/// Clients that come, and a domain that refuses on every test.
final class Visits {

  static final Domain STRICT = domain(EnumSet.allOf(GateTest.class));
  static final Domain PATIENT = domain(EnumSet.noneOf(GateTest.class));
  static final Recipient RECIPIENT =
      new Recipient(EmailAddress.parse("b@example.org").orElseThrow(), Dsn.OfRecipient.NONE);

  private Visits() {}

  private static Domain domain(EnumSet<GateTest> refuseOn) {
    return new Domain(
        new TenantId("alpha"),
        "example.org",
        List.of(new NextHop("127.0.0.1", 25, 10)),
        DomainSettings.STANDARD.withRefuseOn(refuseOn));
  }

  static Client client(String ip) {
    return new Client(
        new InetSocketAddress(InetAddress.ofLiteral(ip), 4711),
        new InetSocketAddress(InetAddress.ofLiteral("198.51.100.25"), 25));
  }

  static MailFrom from(ReversePath path) {
    return new MailFrom(path, OptionalLong.empty(), BodyType.SEVEN_BIT, false, Dsn.OfMessage.NONE);
  }

  static MailFrom from(String address) {
    return from(new ReversePath.Sender(EmailAddress.parse(address).orElseThrow()));
  }

  /// A visit up to the answer to RCPT.
  static Optional<Refused> rcpt(Visit visit, MailFrom from) {
    visit.mail(from);
    return visit.rcpt(from, RECIPIENT, STRICT);
  }

  static Visit helo(Admission admission, String ip, String helo) {
    Visit visit = admission.open(client(ip));
    visit.hello(new Hello(helo, true));
    return visit;
  }
}
