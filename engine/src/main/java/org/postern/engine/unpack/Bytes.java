package org.postern.engine.unpack;

/// Looks for octets in octets.
final class Bytes {

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
}
