package org.postern.engine.unpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks for octets in octets.
final class Bytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

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

  /// Whether an octet stands there that is less than `least`, which is at most 128. Eight at a
  /// time: an octet that is less borrows from its highest bit when `least` is taken away.
  static boolean holdBelow(byte[] content, int least) {
    int at = 0;
    for (; at <= content.length - Long.BYTES; at += Long.BYTES) {
      long eight = (long) LONGS.get(content, at);
      if (((eight - ONES * least) & ~eight & HIGHS) != 0) {
        return true;
      }
    }
    for (; at < content.length; at++) {
      if (content[at] >= 0 && content[at] < least) {
        return true;
      }
    }
    return false;
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
