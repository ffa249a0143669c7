package org.postern.engine.facts;

/// Thrown where facts would be derived that nobody waits for any more: the thread was interrupted,
/// or an earlier attempt came too late. Without a stack: it is no fault of the program.
public final class Abandoned extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Abandoned(String what) {
    super(what, null, false, false);
  }

  /// To be called within loops over what a sender wrote. The thread stays interrupted.
  public static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new Abandoned("interrupted");
    }
  }
}
