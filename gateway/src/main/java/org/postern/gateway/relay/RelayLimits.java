package org.postern.gateway.relay;

import java.time.Duration;

/// What bounds the connections to next hops.
///
/// @param connections to one next hop at the same time
/// @param patience how long one waits for one of them, when all are busy
/// @param idle how long an unused connection is kept
/// @param age how long a connection is used again
/// @param messages after how many messages a connection is closed
/// @param firstBackoff how long a next hop that could not be reached is left alone; doubles with
///   each failure
/// @param lastBackoff up to this
public record RelayLimits(
    int connections,
    Duration patience,
    Duration idle,
    Duration age,
    int messages,
    Duration firstBackoff,
    Duration lastBackoff) {

  public static final RelayLimits STANDARD =
      new RelayLimits(
          20,
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          1000,
          Duration.ofSeconds(2),
          Duration.ofMinutes(2));

  public RelayLimits {
    if (connections < 1 || messages < 1) {
      throw new IllegalArgumentException("at least one connection and one message");
    }
  }

  public RelayLimits withConnections(int most) {
    return new RelayLimits(most, patience, idle, age, messages, firstBackoff, lastBackoff);
  }
}
