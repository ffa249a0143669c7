package org.postern.gateway.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// When a message is tried again. Pure.
///
/// @param waits after the first, second, … failed attempt; the last one repeats
/// @param jitter how far each wait may be longer, as a part of it, so that what failed together is
///   not tried together
public record RetrySchedule(List<Duration> waits, double jitter) {

  public static final RetrySchedule STANDARD =
      new RetrySchedule(
          List.of(
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(15),
              Duration.ofMinutes(30),
              Duration.ofHours(1),
              Duration.ofHours(2),
              Duration.ofHours(4)),
          0.1);

  public RetrySchedule {
    waits = List.copyOf(waits);
    if (waits.isEmpty() || jitter < 0 || jitter > 1) {
      throw new IllegalArgumentException("at least one wait, and a jitter of 0 to 1");
    }
  }

  /// The next attempt after `tries` failed ones. One falls on the end of the lifetime exactly, so
  /// that the last word is fresh.
  ///
  /// @param chance 0 to 1
  public Instant next(Instant now, int tries, Instant end, double chance) {
    Duration wait = waits.get(Math.min(Math.max(tries, 1), waits.size()) - 1);
    Duration more = Duration.ofMillis((long) (wait.toMillis() * jitter * chance));
    Instant next = now.plus(wait).plus(more);
    return next.isBefore(end) || !now.isBefore(end) ? next : end;
  }
}
