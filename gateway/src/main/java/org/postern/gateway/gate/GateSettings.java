package org.postern.gateway.gate;

import java.time.Duration;
import java.util.Optional;

/// What the gate needs to know of its node.
///
/// @param hostname the name in banner, EHLO and Received
/// @param maxHops how many Received fields a message may have before it is taken for a loop.
///   Deviates: RFC 5321 section 6.3 asks for at least 100, which multiplies the damage; 50 is what
///   large servers use
/// @param bytesInFlight octets of messages that may be between their last dot and their disposal
/// @param patience how long a session waits for room before it answers 4xx
/// @param retryExamination how soon an examination that broke is tried again
/// @param publicUrl where senders reach the pages that refusals name, without a slash at its end
public record GateSettings(
    String hostname,
    int maxHops,
    long bytesInFlight,
    Duration patience,
    Duration retryExamination,
    Optional<String> publicUrl) {

  /// For a node of that name.
  public static GateSettings standard(String hostname) {
    return new GateSettings(
        hostname, 50, 256L << 20, Duration.ofSeconds(20), Duration.ofMinutes(1), Optional.empty());
  }
}
