package org.postern.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.engine.facts.Abandoned;

/// One fact of a message, derived at the first use and kept. What was being derived when the
/// deadline came is not tried again, nor what failed: the second attempt would take as long as the
/// first, and one for each check.
///
/// Thread-safe. Two threads that ask at the same moment may both derive it.
final class Fact<T, X extends Exception> {

  /// It failed before: told once, with its stack, and without one to each check that asks again.
  static final class Underived extends RuntimeException {
    private static final long serialVersionUID = 1;

    Underived(String why) {
      super("not derived: " + why, null, false, false);
    }
  }

  /// How it is derived.
  interface Source<T, X extends Exception> {
    T derive() throws X;
  }

  private final Source<T, X> source;
  private volatile @Nullable T value;
  private volatile boolean lost;
  private volatile @Nullable String failure;
  private int deriving;

  Fact(Source<T, X> source) {
    this.source = source;
  }

  T get() throws X {
    T found = value;
    return found == null ? derived() : found;
  }

  // The source is a field, not an argument: so the compiler of the JVM does not take the whole
  // derivation into each method that asks.
  private T derived() throws X {
    if (lost) {
      throw new Abandoned("it was not derived in time before");
    }
    String why = failure;
    if (why != null) {
      throw new Underived(why);
    }
    change(1);
    try {
      T derived = source.derive();
      value = derived;
      return derived;
    } catch (Abandoned | Underived known) {
      throw known;
    } catch (RuntimeException | Error broken) {
      failure = broken.toString();
      throw broken;
    } finally {
      change(-1);
    }
  }

  /// What was derived; empty before.
  Optional<T> known() {
    return Optional.ofNullable(value);
  }

  private synchronized void change(int by) {
    deriving += by;
  }

  /// Nobody waits for who derives it at this moment.
  synchronized void abandon() {
    lost |= deriving > 0;
  }
}
