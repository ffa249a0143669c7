package org.postern.engine.facts;

import java.util.Arrays;

/// Addresses of Monero: base58 in blocks of 11 characters for 8 octets, the last four octets are
/// the beginning of the Keccak sum of the others.
final class Monero {

  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int BLOCK = 11;
  private static final int OCTETS = 8;
  private static final int SUM = 4;

  /// How many characters the last block has for its count of octets.
  private static final int[] LENGTHS = {0, 2, 3, 5, 6, 7, 9, 10, 11};

  private Monero() {}

  /// Whether the check octets of a text of 95 or 106 characters are right.
  static boolean right(String address) {
    byte[] octets = decode(address);
    if (octets.length <= SUM) {
      return false;
    }
    byte[] sum = Keccak.sum256(Arrays.copyOf(octets, octets.length - SUM));
    return Arrays.equals(
        Arrays.copyOf(sum, SUM), Arrays.copyOfRange(octets, octets.length - SUM, octets.length));
  }

  /// Nothing where it is no such text.
  private static byte[] decode(String address) {
    int full = address.length() / BLOCK;
    int rest = Arrays.binarySearch(LENGTHS, address.length() % BLOCK);
    if (rest < 0) {
      return new byte[0];
    }
    byte[] octets = new byte[full * OCTETS + rest];
    for (int block = 0; block * BLOCK < address.length(); block++) {
      int end = Math.min(address.length(), (block + 1) * BLOCK);
      int length = block < full ? OCTETS : rest;
      long value = 0;
      for (int i = block * BLOCK; i < end; i++) {
        int digit = BASE58.indexOf(address.charAt(i));
        if (digit < 0 || !fits(value, digit)) {
          return new byte[0];
        }
        value = value * 58 + digit;
      }
      for (int i = length - 1; i >= 0; i--) {
        octets[block * OCTETS + i] = (byte) value;
        value >>>= 8;
      }
    }
    return octets;
  }

  /// Whether value * 58 + digit fits into 64 bits without a sign.
  private static boolean fits(long value, int digit) {
    return Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 58)) <= 0;
  }
}
