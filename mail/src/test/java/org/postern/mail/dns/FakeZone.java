package org.postern.mail.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A resolver that knows what a test told it, and asks nobody. One thread at a time.
public final class FakeZone implements Resolver {

  private static final Duration TTL = Duration.ofMinutes(5);

  private final Map<String, Map<RecordType, Answer>> names = new HashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  /// Adds a record to those already there.
  public FakeZone add(String name, RecordType type, DnsRecord record) {
    List<DnsRecord> records = new ArrayList<>();
    if (at(name).get(type) instanceof Answer.Found(var before, _, _)) {
      records.addAll(before);
    }
    records.add(record);
    at(name).put(type, new Answer.Found(records, TTL, false));
    return this;
  }

  public FakeZone address(String name, String address) {
    InetAddress literal = InetAddress.ofLiteral(address);
    RecordType type = literal.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
    return add(name, type, new DnsRecord.Address(literal));
  }

  public FakeZone txt(String name, String... strings) {
    return add(name, RecordType.TXT, new DnsRecord.Txt(List.of(strings)));
  }

  public FakeZone mx(String name, int preference, String host) {
    return add(name, RecordType.MX, new DnsRecord.Mx(preference, host));
  }

  public FakeZone ptr(String address, String host) {
    String name = DnsName.reverse(InetAddress.ofLiteral(address));
    return add(name, RecordType.PTR, new DnsRecord.Host(host));
  }

  public FakeZone fails(String name, RecordType type, Answer.Why why) {
    at(name).put(type, new Answer.Failed(why));
    return this;
  }

  public void remove(String name, RecordType type) {
    at(name).remove(type);
  }

  public int asked() {
    return asked.get();
  }

  @Override
  public Answer lookup(String name, RecordType type, Duration atMost) {
    asked.incrementAndGet();
    Map<RecordType, Answer> types = names.get(DnsName.canonical(name));
    if (types == null || !DnsName.isValid(name)) {
      return new Answer.NoDomain();
    }
    Answer alias = types.get(RecordType.CNAME);
    if (alias instanceof Answer.Found(var records, _, _)
        && records.getFirst() instanceof DnsRecord.Host(String target)) {
      return lookup(target, type, atMost);
    }
    return types.getOrDefault(type, new Answer.Empty());
  }

  private Map<RecordType, Answer> at(String name) {
    return names.computeIfAbsent(DnsName.canonical(name), _ -> new LinkedHashMap<>());
  }
}
