package org.postern.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Delivery.
public record RelayKeys(
    @Key(
            doc =
                "HOST:PORT that takes mail for domains that are not served here: notifications to"
                    + " senders. Without it, notifications are not sent.")
        Optional<HostPort> smartHost,
    @Key(
            doc = "Waits between attempts; the last one repeats.",
            standard = "1m, 5m, 15m, 30m, 1h, 2h, 4h",
            least = "1s",
            most = "1d")
        List<Duration> retries,
    @Key(
            doc = "A sender is told once that a message is late, after this time.",
            standard = "4h",
            least = "1m",
            most = "7d")
        Duration delayNotice,
    @Key(
            doc = "Connections to one next hop at the same time.",
            standard = "20",
            least = "1",
            most = "10000")
        int connectionsPerHost,
    @Key(doc = "Deliveries at the same time.", standard = "200", least = "1", most = "100000")
        int parallel,
    @Key(doc = "Time to connect.", standard = "30s", least = "1s", most = "10m")
        Duration connectTime,
    @Key(
            doc =
                "The longest wait for a reply. Shorter ones of RFC 5321 section 4.5.3.2 stay as"
                    + " they are.",
            standard = "10m",
            least = "1s",
            most = "1h")
        Duration replyTime) {
  public RelayKeys {
    retries = List.copyOf(retries);
    if (retries.isEmpty()) {
      throw new IllegalArgumentException("at least one wait in retries");
    }
  }
}
