package org.postern.gateway.recipients;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.postern.gateway.relay.HostLookup;
import org.postern.gateway.relay.Relay;
import org.postern.gateway.relay.RelayLimits;
import org.postern.gateway.store.MemoryRecipients;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpClientTls;

/// A recipient check with its relay and a clock that a test moves, for the domain example.org at
/// one next hop.
final class Asking implements AutoCloseable {

  static final RecipientLimits LIMITS = RecipientLimits.STANDARD;

  private final SmtpClient client =
      new SmtpClient("gate.example", SmtpClientLimits.STANDARD, SmtpClientTls.unverified());
  final MemoryRecipients lists = new MemoryRecipients();
  final Relay relay;
  final RecipientCheck check;
  volatile Instant now = Instant.parse("2026-03-02T10:00:00Z");
  volatile Domain domain;

  Asking(int port, RecipientLimits limits, RelayLimits relayLimits) {
    this.relay =
        new Relay(client, HostLookup.SYSTEM, relayLimits, _ -> false, () -> now, new Random(1));
    this.domain = domain("a", port);
    this.check =
        new RecipientCheck(
            relay,
            lists,
            name -> Optional.of(domain).filter(one -> one.name().equals(name)),
            limits,
            () -> now,
            new Random(2));
  }

  Asking(int port) {
    this(port, LIMITS, RelayLimits.STANDARD);
  }

  static Domain domain(String tenant, int port) {
    return new Domain(
        new TenantId(tenant),
        "example.org",
        List.of(new NextHop("127.0.0.1", port, 10)),
        DomainSettings.STANDARD.withRecipients(DomainSettings.Recipients.PASS_THROUGH));
  }

  static RecipientLimits patience(Duration patience) {
    return new RecipientLimits(
        LIMITS.entries(),
        LIMITS.octets(),
        LIMITS.positive(),
        LIMITS.known(),
        LIMITS.negative(),
        LIMITS.temporary(),
        patience,
        LIMITS.longest(),
        LIMITS.parallel(),
        LIMITS.trial());
  }

  /// Nothing is remembered for longer than a moment.
  static RecipientLimits forgetful() {
    Duration moment = Duration.ofNanos(1);
    return new RecipientLimits(
        LIMITS.entries(),
        LIMITS.octets(),
        moment,
        LIMITS.known(),
        moment,
        moment,
        LIMITS.patience(),
        LIMITS.longest(),
        LIMITS.parallel(),
        LIMITS.trial());
  }

  void settings(UnaryOperator<DomainSettings> change) {
    domain =
        new Domain(domain.tenant(), domain.name(), domain.route(), change.apply(domain.settings()));
  }

  void rules(UnaryOperator<RecipientRules> change) {
    settings(settings -> settings.withRecipientRules(change.apply(settings.recipientRules())));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Existence ask(String local) {
    return check.ask(domain, new EmailAddress(local, "example.org"));
  }

  /// The reply in one line; "taken" where there is none.
  String said(String local) {
    return switch (ask(local)) {
      case Existence.Exists _ -> "taken";
      case Existence.Anybody _ -> "taken like anybody";
      case Existence.NotAsked _ -> "not asked";
      case Existence.Refused refused -> refused.reply().summary();
      case Existence.Later later -> later.reply().summary();
    };
  }

  @Override
  public void close() {
    check.close();
    relay.close();
    client.close();
  }
}
