package org.postern.engine.rules;

import java.time.Duration;

/// What bounds one rule over one message.
///
/// @param steps octets that its searches may look at, counted with repetitions
/// @param time how much time of the processor they may take
/// @param late so often late, and it is switched off for a while
/// @param dear so often too many steps, and it is switched off for a while
public record RuleLimits(long steps, Duration time, int late, int dear) {

  /// For rules of others. Too many steps switch one off at once, because they are its own fault and
  /// not that of a busy machine.
  public static final RuleLimits STANDARD = new RuleLimits(4_000_000, Duration.ofMillis(50), 3, 1);

  /// For rules of ours. They are known to be bounded: where one is given up, the message is to
  /// blame, and it must not take the rule from the messages after it.
  public static final RuleLimits TRUSTED =
      new RuleLimits(2_000_000, Duration.ofMillis(50), Integer.MAX_VALUE, Integer.MAX_VALUE);

  public RuleLimits {
    if (steps < 1 || time.isNegative() || late < 1 || dear < 1) {
      throw new IllegalArgumentException(steps + " steps, " + time + ", " + late + ", " + dear);
    }
  }
}
