package org.postern.mail.smtp;

import java.util.concurrent.atomic.AtomicLong;

/// Octets of memory that all sessions share for messages. Thread-safe: one atomic counter.
final class MemoryBudget {

  private final AtomicLong left;

  MemoryBudget(long octets) {
    left = new AtomicLong(octets);
  }

  /// Takes `octets` where they are there; false, and nothing taken, where they are not.
  boolean take(long octets) {
    if (left.addAndGet(-octets) >= 0) {
      return true;
    }
    left.addAndGet(octets);
    return false;
  }

  void give(long octets) {
    left.addAndGet(octets);
  }

  long left() {
    return left.get();
  }
}
