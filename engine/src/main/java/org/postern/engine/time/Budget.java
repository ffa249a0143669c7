package org.postern.engine.time;

import java.time.Duration;

/// The time for one piece of work: so much of the processor, and, for a machine that is busy with
/// other things, a generous time of the clock. To ask it costs next to nothing: the processor's
/// time is asked for only when the clock says that it may be up.
///
/// One thread: the one that made it.
public final class Budget {

  private final Clocks clocks;
  private final long processorEnd;
  private final long clockEnd;
  private long notBefore;

  /// It begins now.
  ///
  /// @param processor what the work may take of it
  /// @param clock after this it ends in any case
  public Budget(Duration processor, Duration clock, Clocks clocks) {
    long now = clocks.wall().getAsLong();
    this.clocks = clocks;
    this.clockEnd = now + clock.toNanos();
    this.notBefore = now + processor.toNanos();
    this.processorEnd = clocks.processor().getAsLong() + processor.toNanos();
  }

  /// Whether it is used up, or its thread was interrupted.
  public boolean late() {
    return usedUp() || Thread.currentThread().isInterrupted();
  }

  private boolean usedUp() {
    long now = clocks.wall().getAsLong();
    if (now - clockEnd > 0) {
      return true;
    }
    if (now - notBefore <= 0) {
      return false;
    }
    long left = processorEnd - clocks.processor().getAsLong();
    if (left < 0) {
      return true;
    }
    notBefore = now + left;
    return false;
  }

  /// Nanoseconds until the clock ends it; at least 0.
  public long clockLeft() {
    return Math.max(0, clockEnd - clocks.wall().getAsLong());
  }
}
