package org.postern.gateway.app;

/// A command was given wrongly; the text says what to type.
final class WrongUse extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongUse(String message) {
    super(message);
  }

  WrongUse(String message, Throwable cause) {
    super(message, cause);
  }
}
