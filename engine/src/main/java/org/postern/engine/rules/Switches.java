package org.postern.engine.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Which rules of a set are switched off, because they cost too much. Each comes back after a
/// pause: whoever sends a message that is dear for a rule must not rid himself of it for good.
///
/// Thread-safe: what is known of a rule is one value that is swapped as a whole.
final class Switches {

  /// The first pause of a rule.
  static final Duration PAUSE = Duration.ofMinutes(10);

  /// No pause is longer; and after so long a time without trouble the next is the first again.
  static final Duration DAY = Duration.ofDays(1);

  private final AtomicReferenceArray<@Nullable Trial> records;
  private final RuleLimits limits;
  private final InstantSource clock;

  /// What is known of a rule that was given up.
  ///
  /// @param late how often since the last pause
  /// @param dear how often since the last pause
  /// @param pause the last one; zero where there was none
  /// @param until when it ends or ended; without a pause when the rule was last given up
  private record Trial(int late, int dear, Duration pause, Instant until, String reason) {

    boolean off(Instant now) {
      return now.isBefore(until);
    }

    boolean forgotten(Instant now) {
      return !now.isBefore(until.plus(DAY));
    }

    Duration nextPause() {
      Duration twice = pause.isZero() ? PAUSE : pause.multipliedBy(2);
      return twice.compareTo(DAY) < 0 ? twice : DAY;
    }
  }

  Switches(int rules, RuleLimits limits, InstantSource clock) {
    this.records = new AtomicReferenceArray<>(rules);
    this.limits = limits;
    this.clock = clock;
  }

  boolean off(int rule) {
    Trial known = records.get(rule);
    return known != null && known.off(clock.instant());
  }

  /// Why a rule is off, and until when.
  ///
  /// @param until when it comes back
  record Pause(String reason, Instant until) {}

  /// Empty where it is not off.
  Optional<Pause> why(int rule) {
    Trial known = records.get(rule);
    return known != null && known.off(clock.instant())
        ? Optional.of(new Pause(known.reason(), known.until()))
        : Optional.empty();
  }

  /// When it comes back, where this call switched it off, because it was too dear too often.
  Optional<Instant> tooDear(int rule, String reason) {
    return givenUp(rule, 0, 1, reason);
  }

  /// When it comes back, where this call switched it off, because it was late too often.
  Optional<Instant> late(int rule, String reason) {
    return givenUp(rule, 1, 0, reason);
  }

  private Optional<Instant> givenUp(int rule, int late, int dear, String reason) {
    while (true) {
      Instant now = clock.instant();
      Trial known = records.get(rule);
      if (known != null && known.off(now)) {
        return Optional.empty(); // of a message that was examined already
      }
      Trial before =
          known == null || known.forgotten(now)
              ? new Trial(0, 0, Duration.ZERO, now, reason)
              : known;
      Trial after = after(before, before.late() + late, before.dear() + dear, now, reason);
      if (records.compareAndSet(rule, known, after)) {
        return after.off(now) ? Optional.of(after.until()) : Optional.empty();
      }
    }
  }

  private Trial after(Trial before, int late, int dear, Instant now, String reason) {
    if (late < limits.late() && dear < limits.dear()) {
      return new Trial(late, dear, before.pause(), now, reason);
    }
    Duration pause = before.nextPause();
    return new Trial(0, 0, pause, now.plus(pause), reason);
  }
}
