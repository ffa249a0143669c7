package org.postern.engine;

import java.time.Duration;

/// What bounds the analysis.
///
/// @param preliminary how long the preliminary stage of one message may take
/// @param active how long the active stage of one message may take
/// @param queueing how long a message may wait for a free worker
/// @param workers how many messages are analysed at once
/// @param stuck how many workers may hang in a check that does not end before no new one takes
///   their place
public record EngineLimits(
    Duration preliminary, Duration active, Duration queueing, int workers, int stuck) {

  public EngineLimits {
    if (workers < 1 || stuck < 0) {
      throw new IllegalArgumentException("workers " + workers + ", stuck " + stuck);
    }
  }

  /// Two seconds before the reply, thirty after it, a worker per core.
  public static EngineLimits standard() {
    return new EngineLimits(
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        Duration.ofSeconds(20),
        Runtime.getRuntime().availableProcessors(),
        16);
  }
}
