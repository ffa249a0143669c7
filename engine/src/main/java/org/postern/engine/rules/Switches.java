package org.postern.engine.rules;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Which rules of a set are switched off, because they cost too much. Thread-safe.
final class Switches {

  private final AtomicReferenceArray<String> reasons;
  private final AtomicIntegerArray late;
  private final AtomicIntegerArray dear;
  private final RuleLimits limits;

  Switches(int rules, RuleLimits limits) {
    this.reasons = new AtomicReferenceArray<>(rules);
    this.late = new AtomicIntegerArray(rules);
    this.dear = new AtomicIntegerArray(rules);
    this.limits = limits;
  }

  boolean off(int rule) {
    return reasons.get(rule) != null;
  }

  Optional<String> why(int rule) {
    return Optional.ofNullable(reasons.get(rule));
  }

  /// Whether this call switched it off, because it was too dear too often.
  boolean tooDear(int rule, String reason) {
    return dear.incrementAndGet(rule) >= limits.dear() && off(rule, reason);
  }

  /// Whether this call switched it off, because it was late too often.
  boolean late(int rule, String reason) {
    return late.incrementAndGet(rule) >= limits.late() && off(rule, reason);
  }

  private boolean off(int rule, String reason) {
    return reasons.compareAndSet(rule, null, reason);
  }
}
