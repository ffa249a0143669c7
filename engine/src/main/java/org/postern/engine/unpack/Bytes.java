package org.postern.engine.unpack;

/// Looks for octets in octets.
public final class Bytes {

  private Bytes() {}

  static boolean startsWith(byte[] content, byte[] start) {
    return matches(content, 0, start);
  }

  static boolean matches(byte[] content, int at, byte[] what) {
    if (at < 0 || content.length - at < what.length) {
      return false;
    }
    for (int i = 0; i < what.length; i++) {
      if (content[at + i] != what[i]) {
        return false;
      }
    }
    return true;
  }

  /// With LF for each CRLF.
  static byte[] withoutCarriageReturns(byte[] content) {
    byte[] out = new byte[content.length];
    int length = 0;
    for (int i = 0; i < content.length; i++) {
      boolean pair = content[i] == '\r' && i + 1 < content.length && content[i + 1] == '\n';
      if (!pair) {
        out[length++] = content[i];
      }
    }
    return java.util.Arrays.copyOf(out, length);
  }

  /// Where `what` stands first, from an offset on; -1 where it does not (Horspool's way: long
  /// patterns skip most of the content).
  public static int indexOf(byte[] content, byte[] what, int from) {
    int last = what.length - 1;
    if (content.length - from <= last) {
      return -1;
    }
    int[] skip = new int[256];
    java.util.Arrays.fill(skip, what.length);
    for (int i = 0; i < last; i++) {
      skip[what[i] & 0xff] = last - i;
    }
    int at = Math.max(0, from);
    while (at <= content.length - what.length) {
      byte end = content[at + last];
      if (end == what[last] && matches(content, at, what)) {
        return at;
      }
      at += skip[end & 0xff];
    }
    return -1;
  }
}
