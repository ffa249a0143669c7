package org.postern.gateway.relay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.gateway.spool.Progress.Judged;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.gateway.spool.Spooled;

/// A message in the queue and what remains of it. Everything is guarded by `lock`.
final class Job {

  /// One recipient.
  static final class Slot {
    private Pending pending;
    private boolean running;
    private boolean deleted;

    private Slot(Pending pending) {
      this.pending = pending;
    }

    Pending pending() {
      return pending;
    }

    boolean deleted() {
      return deleted;
    }

    /// An attempt failed.
    void retry(Instant next, String status) {
      pending = with(pending.tries() + 1, next, status);
      running = false;
    }

    /// No attempt was made, another one is due then.
    void postpone(Instant next) {
      pending = with(pending.tries(), next, pending.lastStatus());
      running = false;
    }

    private Pending with(int tries, Instant next, String status) {
      return new Pending(
          pending.recipient(),
          pending.tenant(),
          pending.category(),
          pending.score(),
          pending.header(),
          pending.target(),
          tries,
          next,
          status);
    }
  }

  final ReentrantLock lock = new ReentrantLock();
  private final List<Slot> slots = new ArrayList<>();
  private final Judged judged;
  private Spooled message;
  private boolean delayNotified;
  private boolean parked;
  private boolean unsaved;
  private boolean gone;
  private Instant alarm = Instant.MAX; // guarded by the lock of the alarms

  Job(Spooled message, Judged judged) {
    this.message = message;
    this.judged = judged;
    this.delayNotified = judged.delayNotified();
    for (Pending pending : judged.pending()) {
      slots.add(new Slot(pending));
      parked |= pending.tries() > 0;
    }
  }

  Spooled message() {
    return message;
  }

  Judged judged() {
    return judged;
  }

  /// What remains, as the spool writes it down.
  Judged progress() {
    return new Judged(
        slots.stream().filter(slot -> !slot.deleted).map(Slot::pending).toList(),
        delayNotified,
        judged.subject(),
        judged.messageId());
  }

  List<Slot> slots() {
    return List.copyOf(slots);
  }

  /// The recipients whose time has come; they count as running from here on.
  List<Slot> take(Instant now) {
    var due = new ArrayList<Slot>(slots.size());
    for (Slot slot : slots) {
      if (!slot.running && !slot.pending.nextTry().isAfter(now)) {
        slot.running = true;
        due.add(slot);
      }
    }
    return due;
  }

  boolean running(Slot slot) {
    return slot.running;
  }

  /// When the next recipient is due that does not run.
  Optional<Instant> due() {
    Optional<Instant> first = Optional.empty();
    for (Slot slot : slots) {
      Instant next = slot.pending.nextTry();
      if (!slot.running && (first.isEmpty() || next.isBefore(first.get()))) {
        first = Optional.of(next);
      }
    }
    return first;
  }

  void done(Slot slot) {
    slots.remove(slot);
  }

  /// Nothing more is tried for it; an attempt under way is the last.
  void delete(Slot slot) {
    slot.deleted = true;
    if (!slot.running) {
      slots.remove(slot);
    }
  }

  boolean delayNotified() {
    return delayNotified;
  }

  void setDelayNotified() {
    delayNotified = true;
  }

  /// Whether its body left memory before; from here on it counts so.
  boolean park() {
    boolean before = parked;
    parked = true;
    return before;
  }

  void saved(Spooled as) {
    message = as;
    unsaved = false;
  }

  void setUnsaved() {
    unsaved = true;
  }

  boolean unsaved() {
    return unsaved;
  }

  Instant alarm() {
    return alarm;
  }

  void setAlarm(Instant when) {
    alarm = when;
  }

  void setGone() {
    gone = true;
  }

  boolean gone() {
    return gone;
  }
}
