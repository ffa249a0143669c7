package org.postern.engine.pattern;

import java.util.function.LongSupplier;

/// How many octets a match may look at, counted with repetitions, and until when. One thread.
public final class Steps {

  /// How many steps pass between two looks at the clock.
  private static final int BETWEEN = 1 << 14;

  private final LongSupplier nanoTime;
  private final long deadline;
  private final long most;
  private long done;
  private int countdown;

  /// @param most octets
  /// @param nanos from now on
  public Steps(long most, long nanos, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
    this.deadline = nanoTime.getAsLong() + nanos;
    this.countdown = (int) Math.min(BETWEEN, most);
  }

  /// Steps taken so far, at least.
  public long taken() {
    return done + Math.min(BETWEEN, most - done) - countdown;
  }

  void take() {
    if (--countdown < 0) {
      next();
    }
  }

  private void next() {
    done += Math.min(BETWEEN, most - done);
    if (done >= most) {
      countdown = 0;
      throw new Exhausted(PerlPattern.Outcome.TOO_DEAR);
    }
    if (nanoTime.getAsLong() - deadline > 0) {
      countdown = 0;
      throw new Exhausted(PerlPattern.Outcome.LATE);
    }
    countdown = (int) Math.min(BETWEEN, most - done) - 1;
  }

  /// Leaves java.util.regex; seen by [PerlPattern] alone.
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final PerlPattern.Outcome outcome;

    private Exhausted(PerlPattern.Outcome outcome) {
      super(outcome.name(), null, false, false);
      this.outcome = outcome;
    }

    PerlPattern.Outcome outcome() {
      return outcome;
    }
  }
}
