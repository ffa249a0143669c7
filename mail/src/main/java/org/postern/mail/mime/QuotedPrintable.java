package org.postern.mail.mime;

import java.util.Arrays;

/// Quoted-printable as mail clients decode it (RFC 2045 section 6.7).
final class QuotedPrintable {

  /// @param malformed equals signs that no two hexadecimal digits and no line end follow
  /// @param lower octets written with small letters, against the grammar
  /// @param upper octets written with capital letters
  record Decoded(byte[] octets, int malformed, int lower, int upper) {
    /// Whether all readers decode the same. Small letters are read by all who meet nothing else.
    boolean clean() {
      return malformed == 0 && (lower == 0 || upper == 0);
    }
  }

  /// What a reader makes of a malformed equals sign.
  enum Broken {
    /// It stays: what most show.
    KEPT,
    /// It goes.
    DROPPED,
    /// It goes with the two octets behind it.
    SWALLOWS,
    /// It goes with one digit where one stands behind it.
    SWALLOWS_DIGIT,
    /// It goes with the octet behind it.
    SWALLOWS_ONE,
    /// It goes, and so does an octet written with small letters.
    CAPITALS_ONLY
  }

  private QuotedPrintable() {}

  static Decoded decode(byte[] text, int from, int to) {
    return decode(text, from, to, Broken.KEPT);
  }

  static Decoded decode(byte[] text, int from, int to, Broken broken) {
    byte[] out = new byte[to - from];
    int length = 0;
    int malformed = 0;
    int lower = 0;
    int upper = 0;
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
          boolean small = text[at + 1] >= 'a' || text[at + 2] >= 'a';
          lower += small ? 1 : 0;
          upper += !small && (text[at + 1] >= 'A' || text[at + 2] >= 'A') ? 1 : 0;
          if (!small || broken != Broken.CAPITALS_ONLY) {
            out[length++] = (byte) octet;
          }
          at += 3;
          continue;
        }
        malformed++;
        switch (broken) {
          case KEPT -> out[length++] = text[at++];
          case DROPPED, CAPITALS_ONLY -> at++;
          case SWALLOWS_ONE -> at = Math.min(end, at + 2);
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
    return new Decoded(Arrays.copyOf(out, length), malformed, lower, upper);
  }

  private static int hex(byte[] text, int at) {
    int high = Character.digit(text[at + 1], 16);
    int low = Character.digit(text[at + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
