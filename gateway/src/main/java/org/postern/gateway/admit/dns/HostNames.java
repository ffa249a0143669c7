package org.postern.gateway.admit.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.Budgeted;
import org.postern.mail.dns.DnsName;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

/// The name of the client: one that its address leads to (PTR) and that leads back to the address.
/// Thread-safe.
///
/// @param patience the longest wait for it, since the client connected
public record HostNames(Resolver resolver, Duration patience) implements Admission {

  /// Questions for one client: PTR, then one for each name.
  static final int QUESTIONS = 1 + HostNames.MAX_NAMES;

  private static final int MAX_NAMES = 4;

  /// What was found.
  private sealed interface Name {
    /// The name leads back.
    record Confirmed(String name) implements Name {}

    /// It has names, and none of them leads back.
    record Forged(String name) implements Name {}

    record None() implements Name {}

    /// Something was not answered.
    record NotKnown() implements Name {}
  }

  @Override
  public Visit open(Client client) {
    InetAddress address = client.address().getAddress();
    // Our own machine needs no name.
    return address.isLoopbackAddress()
        ? new Visit() {}
        : new Asking(address, Early.begin(patience, () -> name(address)));
  }

  private Name name(InetAddress client) {
    Resolver budgeted = new Budgeted(resolver, QUESTIONS, patience);
    return switch (budgeted.lookup(DnsName.reverse(client), RecordType.PTR, patience)) {
      case Answer.Empty _, Answer.NoDomain _ -> new Name.None();
      case Answer.Failed _ -> new Name.NotKnown();
      case Answer.Found(var records, _, _) -> {
        List<String> names = names(records);
        yield names.isEmpty() ? new Name.None() : confirmed(budgeted, client, names);
      }
    };
  }

  private static List<String> names(List<DnsRecord> records) {
    return records.stream()
        .filter(DnsRecord.Host.class::isInstance)
        .map(record -> ((DnsRecord.Host) record).name())
        .toList();
  }

  private Name confirmed(Resolver budgeted, InetAddress client, List<String> names) {
    boolean all = names.size() <= MAX_NAMES;
    for (String name : names.subList(0, Math.min(names.size(), MAX_NAMES))) {
      switch (Addresses.of(budgeted, name, client, patience)) {
        case Answer.Found(var records, _, _) -> {
          // What is no host name is written nowhere, whoever confirms it.
          if (records.contains(new DnsRecord.Address(client)) && Addresses.isHostName(name)) {
            return new Name.Confirmed(DnsName.canonical(name));
          }
        }
        case Answer.Failed _ -> all = false;
        case Answer.Empty _, Answer.NoDomain _ -> {}
      }
    }
    return all ? new Name.Forged(names.getFirst()) : new Name.NotKnown();
  }

  private record Asking(InetAddress address, Early<Name> asked) implements Visit {

    private Name name() {
      return asked.await().orElseGet(Name.NotKnown::new);
    }

    @Override
    public Optional<String> hostName() {
      return asked
          .now()
          .flatMap(found ->
              found instanceof Name.Confirmed(String name) ? Optional.of(name) : Optional.empty());
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
      if (!domain.settings().refuseOn().contains(GateTest.REVERSE_DNS)) {
        return Optional.empty();
      }
      return switch (name()) {
        case Name.Confirmed _, Name.NotKnown _ -> Optional.empty();
        case Name.None _ -> refused("has no name in the DNS");
        case Name.Forged _ -> refused("has no name in the DNS that leads back to it");
      };
    }

    // RFC 7372 section 3.3.
    private Optional<Refused> refused(String why) {
      String text = "Your address " + address.getHostAddress() + " " + why;
      return Optional.of(new Refused(GateTest.REVERSE_DNS, 550, "5.7.25", text));
    }

    @Override
    public List<Observation> learnt() {
      return switch (name()) {
        case Name.Confirmed _, Name.NotKnown _ -> List.of();
        case Name.None _ -> observed(1, "no name");
        case Name.Forged(String name) -> observed(1, Addresses.shown(name) + " does not lead back");
      };
    }

    private static List<Observation> observed(double strength, String evidence) {
      return List.of(new Observation(GateTest.REVERSE_DNS, strength, List.of(evidence)));
    }
  }
}
