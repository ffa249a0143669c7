package org.postern.engine.rules;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Which rules of a set are switched off, because they cost too much. Thread-safe.
final class Switches {

  private final AtomicReferenceArray<String> reasons;
  private final AtomicIntegerArray late;
  private final int mostLate;

  Switches(int rules, int mostLate) {
    this.reasons = new AtomicReferenceArray<>(rules);
    this.late = new AtomicIntegerArray(rules);
    this.mostLate = mostLate;
  }

  boolean off(int rule) {
    return reasons.get(rule) != null;
  }

  Optional<String> why(int rule) {
    return Optional.ofNullable(reasons.get(rule));
  }

  /// Whether this call switched it off.
  boolean tooDear(int rule, String reason) {
    return reasons.compareAndSet(rule, null, reason);
  }

  /// Whether this call switched it off, because it was late too often.
  boolean late(int rule, String reason) {
    return late.incrementAndGet(rule) >= mostLate && tooDear(rule, reason);
  }
}
