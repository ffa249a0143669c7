package org.postern.mail.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many connections there are, in all and per client. Thread-safe: a concurrent map and an
/// atomic counter; a client without connections takes no room.
final class ConnectionCounts {

  private static final Reply TOO_MANY = new Reply(421, "4.3.2", "too many connections");
  private static final Reply TOO_MANY_OF_YOURS =
      new Reply(421, "4.7.0", "too many connections from your address");

  private final SmtpLimits limits;
  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> perClient = new ConcurrentHashMap<>();

  ConnectionCounts(SmtpLimits limits) {
    this.limits = limits;
  }

  /// Counts one more from `address`; a reply, and nothing counted, where that is one too many.
  Optional<Reply> enter(InetAddress address) {
    if (total.incrementAndGet() > limits.connections()) {
      total.decrementAndGet();
      return Optional.of(TOO_MANY);
    }
    int mine = perClient.merge(key(address), 1, Integer::sum);
    boolean bound = limits.loopbackCounts() || !address.isLoopbackAddress();
    if (bound && mine > limits.connectionsPerAddress()) {
      leave(address);
      return Optional.of(TOO_MANY_OF_YOURS);
    }
    return Optional.empty();
  }

  void leave(InetAddress address) {
    total.decrementAndGet();
    perClient.computeIfPresent(key(address), (_, count) -> count == 1 ? null : count - 1);
  }

  int clients() {
    return perClient.size();
  }

  // An IPv6 customer owns at least a /64.
  private static InetAddress key(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length == 4) {
      return address;
    }
    Arrays.fill(octets, 8, 16, (byte) 0);
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 octets are an address", e);
    }
  }
}
