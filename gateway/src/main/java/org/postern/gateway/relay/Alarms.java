package org.postern.gateway.relay;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/// When which job is to be looked at again. Each has one alarm, the earliest it was given.
///
/// Thread-safe: one lock, held for a few steps only.
final class Alarms {

  private record Due(Instant when, Job job) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::when));

  void set(Job job, Instant when) {
    lock.lock();
    try {
      if (when.isBefore(job.alarm())) { // else it is called early enough
        job.setAlarm(when);
        due.add(new Due(when, job));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next job whose alarm is over.
  Optional<Job> next(Instant now) {
    lock.lock();
    try {
      while (!due.isEmpty() && !due.peek().when().isAfter(now)) {
        Due first = due.remove();
        if (first.when().equals(first.job().alarm())) { // else it was called for an earlier time
          first.job().setAlarm(Instant.MAX);
          return Optional.of(first.job());
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
