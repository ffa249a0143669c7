package org.postern.mail.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How [DnsResolver] works.
///
/// @param servers recursive resolvers, asked in this order; one that does not answer is put last
/// @param timeout the longest wait for one answer of one server
/// @param rounds how often the list of servers is gone through, 1 to 10
/// @param cached the number of answers kept, negative ones included
/// @param longest an upper limit on the time an answer is kept
/// @param longestNegative the same for "no such name" and "no such record"
/// @param validating whether the servers check DNSSEC and the way to them is safe, so that their
///   word on it counts
public record DnsSettings(
    List<InetSocketAddress> servers,
    Duration timeout,
    int rounds,
    int cached,
    Duration longest,
    Duration longestNegative,
    boolean validating) {

  public DnsSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty() || rounds < 1 || rounds > 10 || cached < 0 || timeout.toMillis() < 1) {
      throw new IllegalArgumentException("no servers, no rounds or no time");
    }
  }

  /// Two rounds of two seconds, 50,000 answers, an hour and five minutes at most.
  public static DnsSettings of(List<InetSocketAddress> servers) {
    return new DnsSettings(
        servers,
        Duration.ofSeconds(2),
        2,
        50_000,
        Duration.ofHours(1),
        Duration.ofMinutes(5),
        false);
  }
}
