package org.postern.gateway.admit.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsName;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One zone of a list, and whether it can be trusted at the moment: it must list the address that
/// every list has for this purpose, and must not list the one that none has (RFC 5782 section 5).
///
/// Thread-safe: its state is one volatile field; tests come one after the other.
final class ListZone {

  private static final Logger LOG = LoggerFactory.getLogger(ListZone.class);
  private static final InetAddress ALWAYS = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress NEVER = InetAddress.ofLiteral("127.0.0.1");
  private static final ReturnCodes ALL =
      ReturnCodes.parse("127.[0..255].[0..255].[0..255]").orElseThrow();
  // What lists answer to those whom they do not want to answer.
  private static final ReturnCodes ERRORS = ReturnCodes.parse("127.255.255.[0..255]").orElseThrow();

  private enum State {
    UNTESTED,
    ON,
    OFF
  }

  private final String name;
  private volatile State state = State.UNTESTED;
  private volatile Instant due = Instant.MIN;

  ListZone(String name) {
    this.name = name;
  }

  /// What the zone answers for an address; nothing while it cannot be trusted.
  List<InetAddress> codes(InetAddress address, Resolver resolver, Duration patience) {
    if (state != State.ON) {
      return List.of();
    }
    List<InetAddress> codes = answers(resolver.lookup(below(address), RecordType.A, patience));
    if (codes.stream().anyMatch(ERRORS::contain)) {
      off("it answers with an error code");
      return List.of();
    }
    return codes;
  }

  private String below(InetAddress address) {
    return DnsName.reverseLabels(address) + "." + name;
  }

  /// Tests it, where it is time: every hour, or as soon as the DNS answers again.
  void testWhenDue(Resolver resolver, Duration patience, Duration every, Instant now) {
    if (now.isBefore(due)) {
      return;
    }
    Answer always = resolver.lookup(below(ALWAYS), RecordType.A, patience);
    Answer never = resolver.lookup(below(NEVER), RecordType.A, patience);
    if (always instanceof Answer.Failed || never instanceof Answer.Failed) {
      return;
    }
    due = now.plus(every);
    List<InetAddress> codes = answers(always);
    if (codes.stream().noneMatch(ALL::contain) || codes.stream().anyMatch(ERRORS::contain)) {
      off("it does not list 127.0.0.2");
    } else if (never instanceof Answer.Found) {
      off("it lists 127.0.0.1");
    } else {
      on();
    }
  }

  private static List<InetAddress> answers(Answer answer) {
    return switch (answer) {
      case Answer.Found(var records, _, _) ->
          records.stream()
              .filter(DnsRecord.Address.class::isInstance)
              .map(record -> ((DnsRecord.Address) record).address())
              .toList();
      case Answer.Empty _, Answer.NoDomain _, Answer.Failed _ -> List.of();
    };
  }

  private synchronized void off(String why) {
    if (state != State.OFF) {
      state = State.OFF;
      LOG.warn("event=dns-list-off zone={} why=\"{}\"", name, why);
    }
  }

  private synchronized void on() {
    if (state != State.ON) {
      state = State.ON;
      LOG.info("event=dns-list-on zone={}", name);
    }
  }
}
