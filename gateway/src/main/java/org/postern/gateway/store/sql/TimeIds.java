package org.postern.gateway.store.sql;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Row ids that carry the time: milliseconds times 2^20, plus a running number.
///
/// Rows of the same millisecond keep the order in which they were written. Several processes start
/// at random numbers; should two meet, the second insert fails and is tried again with others.
///
/// Thread-safe: an atomic counter.
final class TimeIds {
  private static final int BITS = 20;
  private static final int MASK = (1 << BITS) - 1;
  // The year 2109; before 1970 ids are negative, and in order too.
  private static final long LATEST = 1L << 42;

  private final AtomicInteger next =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(MASK / 2));

  /// A new id for something of that time.
  long create(Instant time) {
    return first(time) | (next.getAndIncrement() & MASK);
  }

  /// The smallest id of that millisecond.
  static long first(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), -LATEST / 1000, LATEST / 1000);
    return (seconds * 1000 + time.getNano() / 1_000_000) << BITS;
  }

  /// The time in an id.
  static Instant time(long id) {
    return Instant.ofEpochMilli(id >> BITS);
  }
}
