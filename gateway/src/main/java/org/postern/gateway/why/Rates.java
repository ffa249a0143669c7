package org.postern.gateway.why;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.postern.gateway.web.Networks;

/// How often something may be done in a window of time, by one network and by all. Loopback counts
/// for all only: there a proxy speaks for many.
///
/// Thread-safe: synchronized. At most `inAll` networks are remembered.
final class Rates {

  private final Duration window;
  private final int perNetwork;
  private final int inAll;
  private final InstantSource clock;
  private final Map<String, Integer> byNetwork = new HashMap<>();
  private long begun;
  private int all;

  Rates(Duration window, int perNetwork, int inAll, InstantSource clock) {
    this.window = window;
    this.perNetwork = perNetwork;
    this.inAll = inAll;
    this.clock = clock;
    this.begun = clock.millis();
  }

  /// Counts once more; false when that is too often, which does not count.
  synchronized boolean allow(InetAddress client) {
    long now = clock.millis();
    if (now - begun >= window.toMillis() || now < begun) {
      begun = now;
      all = 0;
      byNetwork.clear();
    }
    if (all >= inAll) {
      return false;
    }
    if (!client.isLoopbackAddress()) {
      String network = Networks.of(client);
      int already = byNetwork.getOrDefault(network, 0);
      if (already >= perNetwork) {
        return false;
      }
      byNetwork.put(network, already + 1);
    }
    all++;
    return true;
  }

  Duration window() {
    return window;
  }

  synchronized int remembered() {
    return byNetwork.size();
  }
}
