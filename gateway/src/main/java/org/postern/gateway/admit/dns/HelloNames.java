package org.postern.gateway.admit.dns;

import java.net.IDN;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsName;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.Resolver;
import org.postern.mail.smtp.Cidr;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

/// The name in HELO: a name of a host or an address in brackets (RFC 5321 section 4.1.1.1), and the
/// client's, not ours. What the DNS says of it is evidence only: RFC 5321 section 4.1.4 forbids
/// refusing for that. Thread-safe.
///
/// @param hostname our name
/// @param patience the longest wait for the DNS, since HELO
public record HelloNames(Resolver resolver, String hostname, Duration patience)
    implements Admission {

  /// Questions for one HELO.
  static final int QUESTIONS = 1;

  /// What is wrong with a name, and how much that says.
  private enum Fault {
    OUR_NAME(1, true, "is our own name"),
    OUR_ADDRESS(1, true, "is our own address"),
    BARE_ADDRESS(0.8, true, "is an address without brackets"),
    OTHER_ADDRESS(0.8, true, "is the address of another"),
    NO_NAME(0.8, true, "can be no name of a host"),
    NOT_QUALIFIED(0.5, true, "is a name without a domain"),
    NOT_THERE(0.6, false, "does not exist"),
    OTHER_HOST(0.3, false, "leads to another address");

    private final double strength;
    private final boolean refuses;
    private final String text;

    Fault(double strength, boolean refuses, String text) {
      this.strength = strength;
      this.refuses = refuses;
      this.text = text;
    }
  }

  @Override
  public Visit open(Client client) {
    InetAddress from = client.address().getAddress();
    // Programs of our own machine say what they like.
    boolean local = from.isLoopbackAddress() || from.equals(client.listener().getAddress());
    return local ? new Visit() {} : new Asking(client);
  }

  private Optional<Fault> fault(String name, Client client) {
    InetAddress from = client.address().getAddress();
    InetAddress here = client.listener().getAddress();
    if (name.startsWith("[") && name.endsWith("]")) {
      return literal(name.substring(1, name.length() - 1))
          .map(said -> fault(said, from, here))
          .orElseGet(() -> Optional.of(Fault.NO_NAME));
    }
    if (Cidr.parse(name).isPresent()) {
      return Optional.of(Fault.BARE_ADDRESS);
    }
    Optional<String> ascii = ascii(name).filter(Addresses::isHostName);
    if (ascii.isEmpty()) {
      return Optional.of(Fault.NO_NAME);
    }
    if (DnsName.canonical(ascii.get()).equals(DnsName.canonical(hostname))) {
      return Optional.of(Fault.OUR_NAME);
    }
    boolean qualified = DnsName.canonical(ascii.get()).indexOf('.') > 0;
    return qualified ? Optional.empty() : Optional.of(Fault.NOT_QUALIFIED);
  }

  private static Optional<Fault> fault(InetAddress said, InetAddress from, InetAddress here) {
    if (said.equals(from)) {
      return Optional.empty();
    }
    return Optional.of(said.equals(here) ? Fault.OUR_ADDRESS : Fault.OTHER_ADDRESS);
  }

  private static Optional<InetAddress> literal(String text) {
    boolean ipv6 = text.toLowerCase(Locale.ROOT).startsWith("ipv6:");
    return Cidr.parse(ipv6 ? text.substring(5) : text)
        .filter(_ -> text.indexOf('/') < 0)
        .map(Cidr::network);
  }

  private static Optional<String> ascii(String name) {
    try {
      return Optional.of(IDN.toASCII(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Optional<Fault> inDns(String name, InetAddress client) {
    return switch (Addresses.of(resolver, name, client, patience)) {
      case Answer.Found(var records, _, _) ->
          records.contains(new DnsRecord.Address(client))
              ? Optional.empty()
              : Optional.of(Fault.OTHER_HOST);
      case Answer.NoDomain _ -> Optional.of(Fault.NOT_THERE);
      case Answer.Empty _ -> Optional.of(Fault.OTHER_HOST);
      case Answer.Failed _ -> Optional.empty();
    };
  }

  private final class Asking implements Visit {

    private final Client client;
    private String name = "";
    private Optional<Fault> fault = Optional.empty();
    private Optional<Early<Optional<Fault>>> asked = Optional.empty();

    Asking(Client client) {
      this.client = client;
    }

    @Override
    public Optional<Refused> hello(Hello hello) {
      name = hello.name();
      fault = fault(name, client);
      boolean isName = fault.isEmpty() && !name.startsWith("[");
      asked =
          isName
              ? ascii(name)
                  .map(
                      one -> Early.begin(patience, () -> inDns(one, client.address().getAddress())))
              : Optional.empty();
      return Optional.empty();
    }

    @Override
    public void encrypted() {
      fault = Optional.empty();
      asked = Optional.empty();
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
      return fault
          .filter(found -> found.refuses)
          .map(found -> new Refused(GateTest.HELO, 550, "5.7.1", "The name in HELO " + found.text));
    }

    @Override
    public List<Observation> learnt() {
      return fault
          .or(() -> asked.flatMap(Early::await).flatMap(found -> found))
          .map(found ->
              List.of(
                  new Observation(
                      GateTest.HELO,
                      found.strength,
                      List.of(Addresses.shown(name) + " " + found.text))))
          .orElse(List.of());
    }
  }
}
