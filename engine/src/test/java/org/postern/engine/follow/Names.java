package org.postern.engine.follow;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

/// A resolver of tests that can change its mind: of several answers to a name each is given to one
/// question for IPv4 addresses, the last one ever after.
final class Names implements Resolver {

  private final Map<String, Deque<List<String>>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /// A name, and the addresses of its first answer; called again, those of the next.
  Names add(String name, String... addresses) {
    answers.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(List.of(addresses));
    return this;
  }

  /// The names that were asked for, once for each question for IPv4 addresses.
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized Answer lookup(String name, RecordType type, Duration atMost) {
    Deque<List<String>> all = answers.get(name);
    if (type == RecordType.A) {
      asked.add(name);
    }
    if (all == null) {
      return name.startsWith("broken")
          ? new Answer.Failed(Answer.Why.SERVFAIL)
          : new Answer.NoDomain();
    }
    List<String> now = type == RecordType.A && all.size() > 1 ? all.removeFirst() : all.getFirst();
    List<DnsRecord> records =
        now.stream()
            .map(InetAddress::ofLiteral)
            .filter(one -> (one.getAddress().length == 4) == (type == RecordType.A))
            .<DnsRecord>map(DnsRecord.Address::new)
            .toList();
    return records.isEmpty()
        ? new Answer.Empty()
        : new Answer.Found(records, Duration.ofMinutes(1), false);
  }
}
