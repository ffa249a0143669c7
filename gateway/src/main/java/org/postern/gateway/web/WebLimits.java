package org.postern.gateway.web;

import java.time.Duration;

/// What the clients of one listener may use.
///
/// @param connections at the same time; more are closed at once
/// @param connectionsPerNetwork of them from one IPv4 /24 or IPv6 /64; loopback is not counted
/// @param requestTime for a whole request, from the connection on
/// @param handlingTime after it, until the connection is closed in any case
/// @param headOctets of request line and header fields together
/// @param bodyOctets of a body; more gets 413
public record WebLimits(
    int connections,
    int connectionsPerNetwork,
    Duration requestTime,
    Duration handlingTime,
    int headOctets,
    int bodyOctets) {

  public static final WebLimits STANDARD =
      new WebLimits(256, 16, Duration.ofSeconds(10), Duration.ofSeconds(30), 8 << 10, 16 << 10);
}
