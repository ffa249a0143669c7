package org.postern.mail.smtp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ends waits that last too long, reads and writes alike: one thread looks at all connections a few
/// times a second. Timeouts of the sockets would not bound a write, nor a server that drips one
/// octet a minute, and would cost a timer for each read.
///
/// Thread-safe.
final class SmtpClientDeadlines implements AutoCloseable {

  /// Somebody who waits. `deadline` is in the time of `now`, `NEVER` when nobody waits.
  interface Waiter {
    long deadline();

    void expired();
  }

  static final long NEVER = Long.MAX_VALUE;
  private static final long TICK_MILLIS = 100;

  private final long origin = System.nanoTime();
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closed;

  SmtpClientDeadlines() {
    thread = Thread.ofPlatform().daemon().name("smtp-client-deadlines").start(this::run);
  }

  /// Nanoseconds since this was made.
  long now() {
    return System.nanoTime() - origin;
  }

  void add(Waiter waiter) {
    waiters.add(waiter);
  }

  void remove(Waiter waiter) {
    waiters.remove(waiter);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    while (!closed) {
      try {
        Thread.sleep(TICK_MILLIS);
      } catch (InterruptedException _) {
        return; // closed
      }
      long now = now();
      for (Waiter waiter : waiters) {
        if (waiter.deadline() < now) {
          waiter.expired();
        }
      }
    }
  }
}
