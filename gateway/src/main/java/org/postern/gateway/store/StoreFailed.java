package org.postern.gateway.store;

/// The store could not do its work: a disk that is full or broken, a database that is locked,
/// damaged or gone. What was asked for has not happened, and may be asked for again.
public final class StoreFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean full;

  public StoreFailed(String message, Throwable cause, boolean full) {
    super(message, cause);
    this.full = full;
  }

  public StoreFailed(String message) {
    super(message);
    this.full = false;
  }

  /// Whether there is no room on the disk; it passes when there is room again.
  public boolean full() {
    return full;
  }
}
