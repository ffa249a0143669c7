package org.postern.mail.mime;

import java.util.Arrays;

/// Base64 as mail clients decode it (RFC 2045 section 6.8), and in the other ways that some do when
/// the text is broken.
final class Base64Reader {

  /// What was decoded, and which rules the text broke.
  ///
  /// @param junk octets that are neither of the alphabet nor white space
  /// @param early padding with more text of the alphabet behind it
  /// @param misplaced padding where none may stand
  /// @param odd a rest that is no whole quantum
  /// @param ragged lines that end within a quantum, which is allowed but hardly ever done
  record Decoded(byte[] octets, int junk, int early, int misplaced, boolean odd, int ragged) {
    /// Whether all readers decode the same.
    boolean clean() {
      return obedient() && ragged == 0;
    }

    /// Whether no rule is broken.
    boolean obedient() {
      return junk == 0 && early == 0 && misplaced == 0 && !odd;
    }
  }

  private static final byte JUNK = -1;
  private static final byte SPACE = -2;
  private static final byte PAD = -3;
  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, JUNK);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
    for (char space : new char[] {' ', '\t', '\r', '\n', 0x0B, 0x0C}) {
      VALUES[space] = SPACE;
    }
    VALUES['='] = PAD;
  }

  private Base64Reader() {}

  static int value(int octet) {
    return VALUES[octet & 0xFF];
  }

  /// The usual reading: what is not of the alphabet is skipped, padding ends a quantum, and what
  /// follows padding is decoded too.
  static Decoded decode(byte[] text, int from, int to) {
    byte[] out = new byte[(to - from) / 4 * 3 + 3];
    int length = 0;
    int bits = 0;
    int held = 0;
    int junk = 0;
    int early = 0;
    int misplaced = 0;
    int ragged = 0;
    boolean padded = false;
    int at = from;
    while (at < to) {
      if (held == 0) {
        while (at + 4 <= to) {
          int quantum =
              VALUES[text[at] & 0xFF] << 18
                  | VALUES[text[at + 1] & 0xFF] << 12
                  | VALUES[text[at + 2] & 0xFF] << 6
                  | VALUES[text[at + 3] & 0xFF];
          if (quantum < 0) {
            break;
          }
          early += padded ? 1 : 0;
          padded = false;
          out[length++] = (byte) (quantum >> 16);
          out[length++] = (byte) (quantum >> 8);
          out[length++] = (byte) quantum;
          at += 4;
        }
        if (at >= to) {
          break;
        }
      }
      byte octet = text[at++];
      int value = VALUES[octet & 0xFF];
      if (value >= 0) {
        early += padded ? 1 : 0;
        padded = false;
        bits = bits << 6 | value;
        if (++held == 4) {
          out[length++] = (byte) (bits >> 16);
          out[length++] = (byte) (bits >> 8);
          out[length++] = (byte) bits;
          held = 0;
        }
      } else if (value == PAD) {
        if (held >= 2) {
          length = rest(out, length, bits, held);
          padded = true;
        } else if (!padded || held == 1) {
          misplaced++;
        }
        held = 0;
      } else if (value == JUNK) {
        junk++;
      } else if (octet == '\n' && held > 0) {
        ragged++;
      }
    }
    boolean odd = held > 0;
    if (held >= 2) {
      length = rest(out, length, bits, held);
    }
    return new Decoded(Arrays.copyOf(out, length), junk, early, misplaced, odd, ragged);
  }

  private static int rest(byte[] out, int length, int bits, int held) {
    if (held == 2) {
      out[length] = (byte) (bits >> 4);
      return length + 1;
    }
    out[length] = (byte) (bits >> 10);
    out[length + 1] = (byte) (bits >> 2);
    return length + 2;
  }
}
