package org.postern.engine.evaluate;

/// A source of labelled mail that cannot be used; the text says why.
public final class WrongSource extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongSource(String message) {
    super(message);
  }

  WrongSource(String message, Throwable cause) {
    super(message, cause);
  }
}
