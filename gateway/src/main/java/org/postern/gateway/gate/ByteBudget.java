package org.postern.gateway.gate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Room for messages in flight, in octets. Thread-safe: one lock, held for arithmetic only.
///
/// A message larger than the whole budget passes when nothing else is in flight, so that no size is
/// refused for ever.
final class ByteBudget {

  private final long capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private long used;

  ByteBudget(long capacity) {
    this.capacity = capacity;
  }

  /// Takes room, waiting at most that long; false when there was none.
  boolean acquire(long octets, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (used > 0 && used + octets > capacity) {
        if (left <= 0) {
          return false;
        }
        left = freed.awaitNanos(left);
      }
      used += octets;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void release(long octets) {
    lock.lock();
    try {
      used -= octets;
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing is in flight; false when that took too long.
  boolean awaitEmpty(Duration patience) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.convert(patience);
    lock.lockInterruptibly();
    try {
      while (used > 0) {
        if (left <= 0) {
          return false;
        }
        left = freed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
