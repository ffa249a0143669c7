package org.postern.gateway.admit.dns;

import java.net.IDN;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.address.ReversePath;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.Budgeted;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

/// Whether the domain of the sender exists and could take a reply: an MX whose host has an address,
/// or an address of its own (RFC 5321 section 5.1). The null sender is not asked about.
/// Thread-safe.
///
/// @param patience the longest wait for the answer, since MAIL
public record SenderDomains(Resolver resolver, Duration patience) implements Admission {

  /// Questions for one sender: MX, then two for each host looked at.
  static final int QUESTIONS = 10;

  private static final int MAX_HOSTS = 4;

  /// What was found.
  private enum Standing {
    TAKES_MAIL,
    NOT_KNOWN,
    NO_DOMAIN,
    NULL_MX,
    NOWHERE,
    BROKEN
  }

  @Override
  public Visit open(Client client) {
    return new Asking();
  }

  private Standing ask(String domain) {
    Resolver budgeted = new Budgeted(resolver, QUESTIONS, patience);
    return switch (budgeted.lookup(domain, RecordType.MX, patience)) {
      case Answer.NoDomain _ -> Standing.NO_DOMAIN;
      case Answer.Failed(var why) ->
          why == Answer.Why.SERVFAIL ? Standing.BROKEN : Standing.NOT_KNOWN;
      case Answer.Empty _ -> reached(budgeted, List.of(domain));
      case Answer.Found(var records, _, _) -> {
        List<String> hosts = hosts(records);
        // RFC 7505 section 3: a null MX stands alone.
        yield hosts.equals(List.of(".")) ? Standing.NULL_MX : reached(budgeted, hosts);
      }
    };
  }

  private static List<String> hosts(List<DnsRecord> records) {
    return records.stream()
        .filter(DnsRecord.Mx.class::isInstance)
        .map(record -> ((DnsRecord.Mx) record).host())
        .distinct()
        .toList();
  }

  // Nowhere only where every one of them was looked at, and none has an address.
  private Standing reached(Resolver budgeted, List<String> hosts) {
    boolean all = hosts.size() <= MAX_HOSTS;
    for (String host : hosts.subList(0, Math.min(hosts.size(), MAX_HOSTS))) {
      for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
        switch (budgeted.lookup(host, type, patience)) {
          case Answer.Found _ -> {
            return Standing.TAKES_MAIL;
          }
          case Answer.Failed _ -> all = false;
          case Answer.Empty _, Answer.NoDomain _ -> {}
        }
      }
    }
    return all ? Standing.NOWHERE : Standing.NOT_KNOWN;
  }

  /// Names are asked for in ASCII; an address literal, or what can be no name, not at all.
  private static Optional<String> name(MailFrom from) {
    if (!(from.path() instanceof ReversePath.Sender(var address))
        || address.domain().startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(IDN.toASCII(address.domain()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private final class Asking implements Visit {

    private Optional<Early<Standing>> asked = Optional.empty();
    private String domain = "";

    @Override
    public Optional<Refused> mail(MailFrom from) {
      Optional<String> name = name(from);
      domain = name.orElse("");
      asked = name.map(one -> Early.begin(patience, () -> ask(one)));
      return Optional.empty();
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain to) {
      boolean wanted = to.settings().refuseOn().contains(GateTest.SENDER_DOMAIN);
      return wanted ? refused(standing()) : Optional.empty();
    }

    private Standing standing() {
      return asked.flatMap(Early::await).orElse(Standing.NOT_KNOWN);
    }

    private static Optional<Refused> refused(Standing standing) {
      return switch (standing) {
        case TAKES_MAIL, NOT_KNOWN -> Optional.empty();
        case NO_DOMAIN -> refused(550, "5.1.8", "The domain of the sender does not exist");
        case NOWHERE ->
            refused(550, "5.1.8", "The domain of the sender has no host that takes mail");
        // RFC 7505 section 4.2: a sender who takes no mail cannot be answered.
        case NULL_MX -> refused(550, "5.7.27", "The domain of the sender takes no mail (null MX)");
        case BROKEN ->
            refused(451, "4.1.8", "The DNS of the sender's domain does not work, try again later");
      };
    }

    private static Optional<Refused> refused(int code, String status, String text) {
      return Optional.of(new Refused(GateTest.SENDER_DOMAIN, code, status, text));
    }

    @Override
    public List<Observation> learnt() {
      return switch (standing()) {
        case TAKES_MAIL, NOT_KNOWN, BROKEN -> List.of();
        case NO_DOMAIN -> observed(domain + " does not exist");
        case NOWHERE -> observed(domain + " has no host that takes mail");
        case NULL_MX -> observed(domain + " has a null MX");
      };
    }

    private static List<Observation> observed(String evidence) {
      return List.of(new Observation(GateTest.SENDER_DOMAIN, 1, List.of(evidence)));
    }
  }
}
