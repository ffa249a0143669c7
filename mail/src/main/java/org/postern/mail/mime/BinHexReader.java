package org.postern.mail.mime;

import java.util.Arrays;

/// BinHex 4.0 (RFC 1741): six bits a character between colons, runs packed, a header, the data
/// fork. The checksums are not compared: a reader that does not compare them sees the file.
final class BinHexReader {

  private static final String ALPHABET =
      "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";
  private static final byte[] VALUES = new byte[128];
  private static final int RUN = 0x90;
  private static final int LARGEST = 16 << 20;

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private BinHexReader() {}

  /// The data fork of the file, or what could be unpacked where it has no whole header.
  static byte[] body(byte[] text, int from, int to) {
    int start = from;
    while (start < to && !(text[start] == ':' && atLineStart(text, from, start))) {
      start++;
    }
    byte[] unpacked = unpackRuns(sixBits(text, Math.min(start + 1, to), to));
    if (unpacked.length < 22) {
      return unpacked;
    }
    int header = 1 + (unpacked[0] & 0xFF) + 1 + 4 + 4 + 2;
    if (header + 10 > unpacked.length) {
      return unpacked;
    }
    int size =
        (unpacked[header] & 0xFF) << 24
            | (unpacked[header + 1] & 0xFF) << 16
            | (unpacked[header + 2] & 0xFF) << 8
            | (unpacked[header + 3] & 0xFF);
    int data = header + 10;
    if (size < 0 || size > unpacked.length - data) {
      return Arrays.copyOfRange(unpacked, data, unpacked.length);
    }
    return Arrays.copyOfRange(unpacked, data, data + size);
  }

  private static boolean atLineStart(byte[] text, int from, int at) {
    return at == from || text[at - 1] == '\n' || text[at - 1] == '\r';
  }

  private static byte[] sixBits(byte[] text, int from, int to) {
    byte[] out = new byte[(to - from) * 3 / 4 + 3];
    int length = 0;
    int bits = 0;
    int held = 0;
    for (int at = from; at < to && text[at] != ':'; at++) {
      int value = text[at] < 0 ? -1 : VALUES[text[at]];
      if (value >= 0) {
        bits = bits << 6 | value;
        held += 6;
        if (held >= 8) {
          held -= 8;
          out[length++] = (byte) (bits >> held);
        }
      }
    }
    return Arrays.copyOf(out, length);
  }

  private static byte[] unpackRuns(byte[] packed) {
    byte[] out = new byte[Math.max(16, packed.length)];
    int length = 0;
    for (int at = 0; at < packed.length && length < LARGEST; at++) {
      int count = 1;
      byte octet = packed[at];
      if ((octet & 0xFF) == RUN && at + 1 < packed.length) {
        count = packed[++at] & 0xFF;
        if (count > 0) {
          octet = length > 0 ? out[length - 1] : 0;
          count--;
        } else {
          count = 1;
        }
      }
      if (length + count > out.length) {
        out = Arrays.copyOf(out, Math.max(out.length * 2, length + count));
      }
      Arrays.fill(out, length, length + count, octet);
      length += count;
    }
    return Arrays.copyOf(out, length);
  }
}
