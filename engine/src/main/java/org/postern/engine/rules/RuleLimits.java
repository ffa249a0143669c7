package org.postern.engine.rules;

import java.time.Duration;

/// What bounds one rule over one message.
///
/// @param steps octets that its searches may look at, counted with repetitions
/// @param time how much time of the processor they may take
/// @param late so often late, and it is switched off; too many steps switch it off at once, because
///   they are its own fault and not that of a busy machine
public record RuleLimits(long steps, Duration time, int late) {

  public static final RuleLimits STANDARD = new RuleLimits(4_000_000, Duration.ofMillis(50), 3);

  public RuleLimits {
    if (steps < 1 || time.isNegative() || late < 1) {
      throw new IllegalArgumentException(steps + " steps, " + time + ", " + late);
    }
  }
}
