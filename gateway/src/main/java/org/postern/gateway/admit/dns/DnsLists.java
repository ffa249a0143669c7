package org.postern.gateway.admit.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
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

/// Lists of the DNS that name addresses, for bad or for good (RFC 5782). All are asked at once when
/// a client connects; a client is refused where the weights of those that block it, less those of
/// the ones that allow it, reach the threshold. Only answers count that were told to mean
/// something. Thread-safe.
public final class DnsLists implements Admission {

  private static final Duration RETEST = Duration.ofHours(1);
  private static final Duration REASON_IN = Duration.ofSeconds(1);

  private final Resolver resolver;
  private final Settings settings;
  private final InstantSource clock;
  private final Lock testing = new ReentrantLock();
  private final Map<String, ListZone> zones = new LinkedHashMap<>();

  /// Which lists there are.
  ///
  /// @param threshold more than 0
  /// @param patience the longest wait for them, since the client connected
  public record Settings(
      List<DnsList> block, List<DnsList> allow, double threshold, Duration patience) {

    /// The most that lists may be: each costs a question for every client.
    public static final int MOST = 40;

    public Settings {
      block = List.copyOf(block);
      allow = List.copyOf(allow);
      if (!(threshold > 0) || block.size() + allow.size() > MOST) {
        throw new IllegalArgumentException("a threshold above 0, and at most " + MOST + " lists");
      }
    }

    /// Whether there is anything to ask.
    public boolean isEmpty() {
      return block.isEmpty() && allow.isEmpty();
    }
  }

  /// Nothing is asked before [#test()] was called.
  public DnsLists(Resolver resolver, Settings settings, InstantSource clock) {
    this.resolver = resolver;
    this.settings = settings;
    this.clock = clock;
    Stream.concat(settings.block().stream(), settings.allow().stream())
        .forEach(list -> zones.computeIfAbsent(list.zone(), ListZone::new));
  }

  /// Tests the lists that have to be tested again: to be called often; one call at a time does it.
  public void test() {
    if (!testing.tryLock()) {
      return;
    }
    try {
      for (ListZone zone : zones.values()) {
        zone.testWhenDue(resolver, settings.patience(), RETEST, clock.instant());
      }
    } finally {
      testing.unlock();
    }
  }

  @Override
  public Visit open(Client client) {
    InetAddress address = client.address().getAddress();
    Resolver budgeted = new Budgeted(resolver, zones.size(), settings.patience());
    Map<String, Early<List<InetAddress>>> asked = new LinkedHashMap<>();
    zones.forEach((name, zone) ->
        asked.put(
            name,
            Early.begin(
                settings.patience(), () -> zone.codes(address, budgeted, settings.patience()))));
    return new Asking(address, asked);
  }

  /// A list that names the client, and with what.
  private record Hit(DnsList list, InetAddress code) {
    @Override
    public String toString() {
      return list.zone() + " " + code.getHostAddress();
    }
  }

  private static double weight(List<Hit> hits) {
    return hits.stream().mapToDouble(hit -> hit.list().weight()).sum();
  }

  private final class Asking implements Visit {

    private final InetAddress client;
    private final Map<String, Early<List<InetAddress>>> asked;
    private Optional<String> reason = Optional.empty();

    Asking(InetAddress client, Map<String, Early<List<InetAddress>>> asked) {
      this.client = client;
      this.asked = asked;
    }

    private List<Hit> hits(List<DnsList> lists) {
      List<Hit> hits = new ArrayList<>();
      for (DnsList list : lists) {
        Optional.ofNullable(asked.get(list.zone()))
            .flatMap(Early::await)
            .flatMap(codes -> codes.stream().filter(list.codes()::contain).findFirst())
            .ifPresent(code -> hits.add(new Hit(list, code)));
      }
      return hits;
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
      if (!domain.settings().refuseOn().contains(GateTest.DNSBL)) {
        return Optional.empty();
      }
      List<Hit> blocking = hits(settings.block());
      double sum = weight(blocking) - weight(hits(settings.allow()));
      return !blocking.isEmpty() && sum >= settings.threshold()
          ? Optional.of(refused(blocking.getFirst().list().zone()))
          : Optional.empty();
    }

    private Refused refused(String zone) {
      String text = "Your address " + client.getHostAddress() + " is listed by " + zone;
      return new Refused(GateTest.DNSBL, 550, "5.7.1", text + reason(zone));
    }

    // RFC 5782 section 2.1: the zone may tell by TXT, often where to ask. Asked once.
    private String reason(String zone) {
      if (reason.isEmpty()) {
        String name = DnsName.reverseLabels(client) + "." + zone;
        Answer answer = resolver.lookup(name, RecordType.TXT, REASON_IN);
        reason =
            Optional.of(
                answer instanceof Answer.Found(var records, _, _)
                        && records.getFirst() instanceof DnsRecord.Txt txt
                    ? " (" + Addresses.shown(txt.text()) + ")"
                    : "");
      }
      return reason.get();
    }

    @Override
    public List<Observation> learnt() {
      List<Observation> learnt = new ArrayList<>();
      observe(GateTest.DNSBL, hits(settings.block()), learnt);
      observe(GateTest.DNSWL, hits(settings.allow()), learnt);
      return learnt;
    }

    private void observe(GateTest test, List<Hit> hits, List<Observation> learnt) {
      if (!hits.isEmpty()) {
        double strength = Math.min(1, weight(hits) / settings.threshold());
        learnt.add(new Observation(test, strength, hits.stream().map(Hit::toString).toList()));
      }
    }
  }
}
