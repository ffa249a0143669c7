package org.postern.gateway.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who may deliver now: so many at once in all, and so many on one route. What has to wait, waits
/// without a thread, and a route that hangs holds up no other.
///
/// Thread-safe: one lock, held for a few steps only.
final class Lanes {

  private static final class Lane {
    private final Route route;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int active;
    private boolean listed;

    Lane(Route route) {
      this.route = route;
    }
  }

  private record Ready(Lane lane, Runnable task) {}

  private final int total;
  private final int each;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition quiet = lock.newCondition();
  private final Map<Route, Lane> lanes = new HashMap<>();
  private final ArrayDeque<Lane> listed = new ArrayDeque<>(); // have waiting work, in turn
  private int active;
  private boolean stopped;

  Lanes(int total, int each) {
    this.total = total;
    this.each = each;
  }

  /// Runs the task on this thread when there is room now; else it will run on another one later,
  /// and the answer is false.
  boolean run(Route route, Runnable task) {
    Optional<Ready> ready = enter(route, task);
    ready.ifPresent(this::work);
    return ready.isPresent();
  }

  /// Runs the task on a thread of its own, now or when there is room.
  void start(Route route, Runnable task) {
    enter(route, task).ifPresent(this::spawn);
  }

  /// Starts nothing more and waits for what runs; false when time was up first.
  boolean stop(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      stopped = true;
      while (active > 0 && left > 0) {
        left = quiet.awaitNanos(left);
      }
      return active == 0;
    } finally {
      lock.unlock();
    }
  }

  int active() {
    lock.lock();
    try {
      return active;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Ready> enter(Route route, Runnable task) {
    lock.lock();
    try {
      Lane lane = lanes.computeIfAbsent(route, Lane::new);
      if (!stopped && active < total && lane.active < each) {
        active++;
        lane.active++;
        return Optional.of(new Ready(lane, task));
      }
      lane.waiting.add(task);
      list(lane);
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void spawn(Ready ready) {
    Thread.ofVirtual().start(() -> work(ready));
  }

  private void work(Ready ready) {
    try {
      ready.task().run();
    } finally {
      leave(ready.lane()).ifPresent(this::spawn);
    }
  }

  // One place became free, so at most one that waits can go on.
  private Optional<Ready> leave(Lane lane) {
    lock.lock();
    try {
      active--;
      lane.active--;
      quiet.signalAll();
      list(lane);
      if (lane.active == 0 && lane.waiting.isEmpty()) {
        lanes.remove(lane.route);
      }
      return stopped ? Optional.empty() : next();
    } finally {
      lock.unlock();
    }
  }

  // The lanes take turns. One that is full is taken off the list; its next leave lists it again.
  private Optional<Ready> next() {
    while (!listed.isEmpty() && active < total) {
      Lane lane = listed.remove();
      lane.listed = false;
      if (lane.active < each && !lane.waiting.isEmpty()) {
        Runnable task = lane.waiting.remove();
        active++;
        lane.active++;
        list(lane);
        return Optional.of(new Ready(lane, task));
      }
    }
    return Optional.empty();
  }

  private void list(Lane lane) {
    if (!lane.listed && !lane.waiting.isEmpty() && lane.active < each) {
      lane.listed = true;
      listed.add(lane);
    }
  }
}
