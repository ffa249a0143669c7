package org.postern.gateway.spool;

import java.io.IOException;

/// Tells a full disk from a broken one. Java gives both as `IOException`; the text is the system's.
final class DiskFull {

  private DiskFull() {}

  /// `SpoolFull` for ENOSPC and EDQUOT, else the same exception.
  static IOException translate(IOException why) {
    String text = String.valueOf(why.getMessage());
    if (text.contains("No space left on device") || text.contains("quota exceeded")) {
      return new SpoolFull("the disk is full", why);
    }
    return why;
  }
}
