package org.postern.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.engine.facts.Abandoned;

/// One fact of a message, derived at the first use and kept. What was being derived when the
/// deadline came is not tried again, nor what failed: the second attempt would take as long as the
/// first, and one for each check.
///
/// Thread-safe. Two threads that ask at the same moment may both derive it.
final class Fact<T> {

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

  private volatile @Nullable T value;
  private volatile boolean lost;
  private volatile @Nullable String failure;
  private int deriving;

  <X extends Exception> T get(Source<T, X> source) throws X {
    T found = value;
    if (found != null) {
      return found;
    }
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
