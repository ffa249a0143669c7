package org.postern.gateway.gate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.mime.Message;
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

/// Envelopes, reports and policies for the tests of this package.
final class GateFixtures {

  static final String REF = "M4XK-8K2J-7QXD-0TZF";
  static final Symbol HEAVY =
      Symbol.scored("HEAVY_TEST", Group.CONTENT, 6, Stage.PRELIMINARY, "weighs six points");

  private GateFixtures() {}

  static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  static Recipient to(String address) {
    return new Recipient(address(address), Dsn.OfRecipient.NONE);
  }

  static MailFrom from(String address) {
    return new MailFrom(
        new ReversePath.Sender(address(address)),
        OptionalLong.empty(),
        BodyType.SEVEN_BIT,
        false,
        Dsn.OfMessage.NONE);
  }

  static MailFrom fromNobody() {
    return new MailFrom(
        ReversePath.NULL, OptionalLong.empty(), BodyType.SEVEN_BIT, false, Dsn.OfMessage.NONE);
  }

  static Envelope envelope(MailFrom from, String helo, String ip, Recipient... to) {
    InetSocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral(ip), 4711);
    return new Envelope(
        new Reference(REF),
        new Client(peer, peer),
        new Hello(helo, true),
        Optional.empty(),
        from,
        List.of(to),
        Instant.parse("2026-11-02T10:00:00Z"));
  }

  static Addressee addressee(String address, Policy policy) {
    return new Addressee(
        to(address),
        new TenantId("alpha"),
        DomainSettings.STANDARD.withPolicy(policy),
        List.of(new NextHop("127.0.0.1", 25, 10)));
  }

  /// What becomes of a message with six points.
  static Policy suspects(Disposition disposition) {
    return new Policy(
        5, 10, Map.of(Category.SUSPECTED_SPAM, disposition), new Disposition.Defer(), Set.of());
  }

  static Report report(Finding... findings) {
    return new Report(
        List.of(new CheckOutcome.Done("test", List.of(findings), Duration.ofMillis(1))));
  }

  static Report blind() {
    return new Report(List.of(new CheckOutcome.TimedOut("test", Duration.ofSeconds(1))));
  }

  static Message message(String text) {
    return new MimeParser(MimeLimits.DEFAULT).parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
