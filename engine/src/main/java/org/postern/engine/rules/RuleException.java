package org.postern.engine.rules;

/// A line of a rules file that cannot be read; the message says what was expected.
final class RuleException extends Exception {

  private static final long serialVersionUID = 1;

  RuleException(String expected) {
    super(expected);
  }

  RuleException(String expected, Throwable cause) {
    super(expected, cause);
  }
}
