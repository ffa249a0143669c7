package org.postern.engine.pattern;

/// A regular expression that cannot be read; the message says what is wrong with it.
public final class PatternException extends Exception {

  private static final long serialVersionUID = 1;

  public PatternException(String message) {
    super(message);
  }

  PatternException(String message, Throwable cause) {
    super(message, cause);
  }
}
