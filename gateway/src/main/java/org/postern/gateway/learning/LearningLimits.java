package org.postern.gateway.learning;

import java.time.Duration;

/// What bounds learning.
///
/// @param wave how long a reporter's word about a wave of messages counts once
/// @param reports how many messages a user may teach the filter of the domain in a day
/// @param reporters how many users must have taught the filter of a domain before it speaks, unless
///   the operator taught it
/// @param kept how long it is remembered which messages were learnt
/// @param entries of how many that is remembered, for all filters together
public record LearningLimits(
    Duration wave, int reports, int reporters, Duration kept, int entries) {

  /// A day, twenty, two, a year, a million.
  public static final LearningLimits STANDARD =
      new LearningLimits(Duration.ofDays(1), 20, 2, Duration.ofDays(365), 1_000_000);

  public LearningLimits {
    if (reports < 0 || reporters < 1 || entries < 1) {
      throw new IllegalArgumentException(
          "reports " + reports + ", reporters " + reporters + ", entries " + entries);
    }
  }
}
