package org.postern.gateway.relay;

import java.time.Duration;

/// How the queue works.
///
/// @param retries when a message is tried again
/// @param delayNotice after what time the sender is told, once
/// @param parallel deliveries at the same time, in all
/// @param perRoute deliveries at the same time to the same next hops
/// @param recipients of one transaction at most (RFC 5321 section 4.5.3.1.8: every server takes
///   100)
/// @param memory octets of bodies in memory from which on a message that waits for its turn goes to
///   a file
public record QueueSettings(
    RetrySchedule retries,
    Duration delayNotice,
    int parallel,
    int perRoute,
    int recipients,
    long memory) {

  public static final QueueSettings STANDARD =
      new QueueSettings(RetrySchedule.STANDARD, Duration.ofHours(4), 200, 20, 100, 64 << 20);

  public QueueSettings {
    if (parallel < 1 || perRoute < 1 || recipients < 1) {
      throw new IllegalArgumentException("at least one delivery to one recipient");
    }
  }
}
