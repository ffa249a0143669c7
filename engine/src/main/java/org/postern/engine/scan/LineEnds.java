package org.postern.engine.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Line ends of files as they lie on a disk. They are sought in eight octets at a time.
public final class LineEnds {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;

  private LineEnds() {}

  /// The same octets, or with CRLF for each LF where no CR stands at all.
  public static byte[] crlf(byte[] octets) {
    int lines = feeds(octets);
    if (lines <= 0) {
      return octets;
    }
    byte[] out = new byte[octets.length + lines];
    int whole = octets.length & -Long.BYTES;
    int start = 0;
    int added = 0;
    for (int at = 0; at < whole; at += Long.BYTES) {
      long found = equal((long) LONGS.get(octets, at), '\n');
      for (; found != 0; found &= found - 1) {
        int feed = at + (Long.numberOfTrailingZeros(found) >>> 3);
        line(octets, start, feed, out, added++);
        start = feed; // the line feed goes with the next line
      }
    }
    for (int at = whole; at < octets.length; at++) {
      if (octets[at] == '\n') {
        line(octets, start, at, out, added++);
        start = at;
      }
    }
    System.arraycopy(octets, start, out, start + added, octets.length - start);
    return out;
  }

  private static void line(byte[] octets, int start, int feed, byte[] out, int added) {
    System.arraycopy(octets, start, out, start + added, feed - start);
    out[feed + added] = '\r';
  }

  /// How many LF there are, -1 where there is a CR.
  private static int feeds(byte[] octets) {
    int feeds = 0;
    int whole = octets.length & -Long.BYTES;
    for (int at = 0; at < whole; at += Long.BYTES) {
      long eight = (long) LONGS.get(octets, at);
      if (equal(eight, '\r') != 0) {
        return -1;
      }
      feeds += Long.bitCount(equal(eight, '\n'));
    }
    for (int at = whole; at < octets.length; at++) {
      if (octets[at] == '\r') {
        return -1;
      }
      feeds += octets[at] == '\n' ? 1 : 0;
    }
    return feeds;
  }

  /// The highest bit of each octet that is the wanted one.
  private static long equal(long eight, char wanted) {
    long differing = eight ^ (ONES * wanted);
    return ~(((differing & LOWS) + LOWS) | differing | LOWS);
  }
}
