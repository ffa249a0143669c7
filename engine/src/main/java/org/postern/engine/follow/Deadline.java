package org.postern.engine.follow;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A moment until which something may take.
///
/// @param at of the clock
/// @param nanoTime a clock like [System#nanoTime]
record Deadline(long at, LongSupplier nanoTime) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos(), System::nanoTime);
  }

  /// What is left, zero where it has passed.
  Duration rest() {
    return Duration.ofNanos(Math.max(0, at - nanoTime.getAsLong()));
  }
}
