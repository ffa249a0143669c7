package org.postern.engine.train;

/// Labelled mail that cannot be learned from; the text says what is missing.
public final class NothingToFit extends RuntimeException {
  private static final long serialVersionUID = 1;

  NothingToFit(String message) {
    super(message);
  }
}
