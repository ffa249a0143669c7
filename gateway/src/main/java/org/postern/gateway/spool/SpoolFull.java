package org.postern.gateway.spool;

import java.io.IOException;

/// There is no room for another message: the disk is full, or a limit of the spool is reached.
public final class SpoolFull extends IOException {
  private static final long serialVersionUID = 1;

  public SpoolFull(String message) {
    super(message);
  }

  public SpoolFull(String message, Throwable cause) {
    super(message, cause);
  }
}
