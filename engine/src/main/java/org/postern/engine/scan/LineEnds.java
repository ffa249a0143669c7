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
    int start = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '\n') {
        System.arraycopy(octets, start, out, at, i - start);
        at += i - start;
        out[at++] = '\r';
        start = i; // the line feed goes with the next line
      }
    }
    System.arraycopy(octets, start, out, at, octets.length - start);
    return out;
  }
}
