package org.postern.gateway.tenant;

import java.time.Duration;

/// What a domain wants of the way of its messages.
///
/// @param mode whether messages are queued, or delivered inside the sender's transaction
/// @param analysis whether messages are examined at all
/// @param queueLifetime how long delivery is tried before it is given up
/// @param quarantineRetention how long held messages are kept
public record DomainSettings(
    Mode mode, boolean analysis, Duration queueLifetime, Duration quarantineRetention) {

  /// How accepted messages go on.
  public enum Mode {
    /// 250 once the message is on our disk; delivery follows.
    QUEUE,
    /// 250 only after the next hop's 250; nothing is ever queued.
    PROXY
  }

  public static final DomainSettings STANDARD =
      new DomainSettings(Mode.QUEUE, true, Duration.ofDays(7), Duration.ofDays(30));
}
