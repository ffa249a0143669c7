package org.postern.gateway.learning;

import java.time.Duration;

/// What bounds learning.
///
/// @param wave how long a reporter's word about a wave of messages counts once
/// @param kept how long it is remembered which messages were learnt
/// @param entries of how many that is remembered, for all filters together
public record LearningLimits(Duration wave, Duration kept, int entries) {

  /// A day, a year, a million.
  public static final LearningLimits STANDARD =
      new LearningLimits(Duration.ofDays(1), Duration.ofDays(365), 1_000_000);

  public LearningLimits {
    if (entries < 1) {
      throw new IllegalArgumentException("entries " + entries);
    }
  }
}
