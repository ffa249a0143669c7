package org.postern.mail.mime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Searches and comparisons over octets, eight at a time where it pays.
final class Octets {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  /// So many characters are decoded at once where nobody wants them.
  private static final int PIECE = 512;

  private Octets() {}

  /// The first `wanted` in `[from, to)`, or `to`.
  static int indexOf(byte[] octets, int from, int to, byte wanted) {
    long pattern = ONES * (wanted & 0xFF);
    int at = from;
    for (; at <= to - 8; at += 8) {
      long differing = (long) LONGS.get(octets, at) ^ pattern;
      long zeros = (differing - ONES) & ~differing & HIGHS;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    while (at < to && octets[at] != wanted) {
      at++;
    }
    return at;
  }

  /// The first CR or LF in `[from, to)`, or `to`.
  static int lineEnd(byte[] octets, int from, int to) {
    int at = from;
    for (; at <= to - 8; at += 8) {
      long eight = (long) LONGS.get(octets, at);
      long feeds = eight ^ (ONES * '\n');
      long returns = eight ^ (ONES * '\r');
      long zeros = (((feeds - ONES) & ~feeds) | ((returns - ONES) & ~returns)) & HIGHS;
      if (zeros != 0) {
        // a borrow can set bits above the first zero, never below it
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    while (at < to && octets[at] != '\n' && octets[at] != '\r') {
      at++;
    }
    return at;
  }

  /// The offset of the line feed that ends the line, or `to`.
  static int lineFeed(byte[] octets, int from, int to) {
    return indexOf(octets, from, to, (byte) '\n');
  }

  /// Where the text of a line ends: before the carriage return that belongs to its line feed.
  static int lineText(byte[] octets, int from, int lineFeed) {
    return lineFeed > from && octets[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
  }

  static boolean ascii(byte[] octets, int from, int to) {
    int at = from;
    for (; at <= to - 8; at += 8) {
      if (((long) LONGS.get(octets, at) & HIGHS) != 0) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (octets[at] < 0) {
        return false;
      }
    }
    return true;
  }

  /// Octets of a header as text: UTF-8 where valid (RFC 6532), else ISO-8859-1.
  static String text(byte[] octets, int from, int to) {
    if (ascii(octets, from, to) || !utf8(octets, from, to)) {
      return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }
    return new String(octets, from, to - from, StandardCharsets.UTF_8);
  }

  static boolean utf8(byte[] octets, int from, int to) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer rest = ByteBuffer.wrap(octets, from, to - from);
    CharBuffer unused = CharBuffer.allocate(Math.min(to - from, PIECE) + 1);
    CoderResult result = decoder.decode(rest, unused, true);
    while (result.isOverflow()) {
      unused.clear();
      result = decoder.decode(rest, unused, true);
    }
    return result.isUnderflow();
  }

  /// Whether the octets at `at` are this ASCII text, without regard to case. `lower` is lower case.
  static boolean startsWith(byte[] octets, int at, int to, String lower) {
    if (to - at < lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      int octet = octets[at + i];
      if (octet >= 'A' && octet <= 'Z') {
        octet += 32;
      }
      if (octet != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean equal(byte[] octets, int at, byte[] wanted) {
    return java.util.Arrays.equals(octets, at, at + wanted.length, wanted, 0, wanted.length);
  }

  static boolean space(int octet) {
    return octet == ' ' || octet == '\t';
  }

  static boolean blank(byte[] octets, int from, int to) {
    for (int at = from; at < to; at++) {
      if (octets[at] < 0 || octets[at] > ' ') {
        return false;
      }
    }
    return true;
  }

  static int skipSpace(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && space(octets[at])) {
      at++;
    }
    return at;
  }
}
