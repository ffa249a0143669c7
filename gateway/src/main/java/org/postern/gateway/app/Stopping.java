package org.postern.gateway.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How a gateway is told to end.
///
/// Thread-safe: a latch each way.
final class Stopping {

  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final boolean ofProcess;

  private Stopping(boolean ofProcess) {
    this.ofProcess = ofProcess;
  }

  /// By a signal to the process, which then ends with code 0.
  static Stopping bySignal() {
    return new Stopping(true);
  }

  /// By a call of `ask`.
  static Stopping byCall() {
    return new Stopping(false);
  }

  /// From now on a signal drains; before, it ends the process at once.
  void arm() {
    if (ofProcess) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "shutdown"));
    }
  }

  /// Runs when the process shuts down: a signal came, or everything is over anyway.
  private void onSignal() {
    ask();
    try {
      boolean inTime = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      // A JVM that ends by a signal says 143; a gateway that drained has done what it was told.
      Runtime.getRuntime().halt(inTime ? 0 : 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void ask() {
    asked.countDown();
  }

  void await() throws InterruptedException {
    asked.await();
  }

  /// Everything is written; the process may end.
  void end() {
    ended.countDown();
  }
}
