package org.postern.gateway.app;

/// A command could not do what it was asked; the text says why and, where that helps, what to do.
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommandFailed(String message) {
    super(message);
  }

  CommandFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
