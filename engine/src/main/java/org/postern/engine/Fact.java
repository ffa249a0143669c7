package org.postern.engine;

import org.jspecify.annotations.Nullable;
import org.postern.engine.facts.Abandoned;

/// One fact of a message, derived at the first use and kept. What was being derived when the
/// deadline came is not tried again: the second attempt would take as long as the first.
///
/// Thread-safe. Two threads that ask at the same moment may both derive it.
final class Fact<T> {

  /// How it is derived.
  interface Source<T, X extends Exception> {
    T derive() throws X;
  }

  private volatile @Nullable T value;
  private volatile boolean lost;
  private int deriving;

  <X extends Exception> T get(Source<T, X> source) throws X {
    T known = value;
    if (known != null) {
      return known;
    }
    if (lost) {
      throw new Abandoned("it was not derived in time before");
    }
    change(1);
    try {
      T derived = source.derive();
      value = derived;
      return derived;
    } finally {
      change(-1);
    }
  }

  private synchronized void change(int by) {
    deriving += by;
  }

  /// Nobody waits for who derives it at this moment.
  synchronized void abandon() {
    lost |= deriving > 0;
  }
}
