package org.postern.engine.follow;

import java.time.Duration;

/// What bounds the following of links.
///
/// @param links of one message
/// @param hops from one link to its target
/// @param time for all links of one message
/// @param parallel links of all messages that are followed at the same moment
/// @param remembered octets of memory for what came of it, about
/// @param keep how long that is remembered
/// @param keepFailures how long a failure is remembered that may pass
public record FollowLimits(
    int links,
    int hops,
    Duration time,
    int parallel,
    long remembered,
    Duration keep,
    Duration keepFailures) {

  public FollowLimits {
    if (links < 1 || hops < 1 || parallel < 1 || remembered < 0) {
      throw new IllegalArgumentException(
          "links " + links + ", hops " + hops + ", parallel " + parallel);
    }
  }

  /// Five links, five hops, three seconds.
  public static FollowLimits standard() {
    return new FollowLimits(
        5, 5, Duration.ofSeconds(3), 64, 16L << 20, Duration.ofHours(6), Duration.ofSeconds(30));
  }
}
