package org.postern.engine.scan;

/// Line ends of files as they lie on a disk.
public final class LineEnds {

  private LineEnds() {}

  /// The same octets, or with CRLF for each LF where no CR stands at all.
  public static byte[] crlf(byte[] octets) {
    int lines = 0;
    for (byte octet : octets) {
      if (octet == '\r') {
        return octets;
      }
      if (octet == '\n') {
        lines++;
      }
    }
    byte[] out = new byte[octets.length + lines];
    int at = 0;
    for (byte octet : octets) {
      if (octet == '\n') {
        out[at++] = '\r';
      }
      out[at++] = octet;
    }
    return out;
  }
}
