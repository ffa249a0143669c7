package org.postern.mail.mime;

import java.util.Arrays;

/// Quoted-printable as mail clients decode it (RFC 2045 section 6.7).
final class QuotedPrintable {

  /// @param malformed equals signs that no two hexadecimal digits and no line end follow
  record Decoded(byte[] octets, int malformed) {}

  /// What a reader makes of a malformed equals sign.
  enum Broken {
    /// It stays: what most show.
    KEPT,
    /// It goes.
    DROPPED,
    /// It goes with the two octets behind it.
    SWALLOWS,
    /// It goes with one digit where one stands behind it.
    SWALLOWS_DIGIT
  }

  private QuotedPrintable() {}

  static Decoded decode(byte[] text, int from, int to) {
    return decode(text, from, to, Broken.KEPT);
  }

  static Decoded decode(byte[] text, int from, int to, Broken broken) {
    byte[] out = new byte[to - from];
    int length = 0;
    int malformed = 0;
    int at = from;
    while (at < to) {
      int lineFeed = Octets.lineFeed(text, at, to);
      int lineText = lineFeed < to ? Octets.lineText(text, at, lineFeed) : to;
      int end = lineText;
      while (end > at && Octets.space(text[end - 1])) {
        end--; // Blanks at the end of a line were added on the way.
      }
      boolean soft = end > at && text[end - 1] == '=';
      if (soft) {
        end--;
      }
      while (at < end) {
        int equals = Octets.indexOf(text, at, end, (byte) '=');
        System.arraycopy(text, at, out, length, equals - at);
        length += equals - at;
        at = equals;
        if (at == end) {
          break;
        }
        int octet = at + 2 < end ? hex(text, at) : -1;
        if (octet >= 0) {
          out[length++] = (byte) octet;
          at += 3;
          continue;
        }
        malformed++;
        switch (broken) {
          case KEPT -> out[length++] = text[at++];
          case DROPPED -> at++;
          case SWALLOWS -> at = Math.min(end, at + 3);
          case SWALLOWS_DIGIT ->
              at += at + 1 < end && Character.digit(text[at + 1], 16) >= 0 ? 2 : 1;
        }
      }
      if (!soft) {
        int after = Math.min(lineFeed + 1, to);
        System.arraycopy(text, lineText, out, length, after - lineText);
        length += after - lineText;
      }
      at = lineFeed + 1;
    }
    return new Decoded(Arrays.copyOf(out, length), malformed);
  }

  private static int hex(byte[] text, int at) {
    int high = Character.digit(text[at + 1], 16);
    int low = Character.digit(text[at + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
