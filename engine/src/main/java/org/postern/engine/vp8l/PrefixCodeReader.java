package org.postern.engine.vp8l;

import java.util.Arrays;

/// Reads prefix codes as they are stored: one or two symbols, or the lengths of all words, which
/// are written with a prefix code themselves.
///
/// Source: RFC 9649 section 3.7.2.1
final class PrefixCodeReader {

  private static final int[] ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  private static final int AS_BEFORE = 16;
  private static final int FEW_ZEROS = 17;
  private static final int LENGTH_AT_FIRST = 8;

  private final Bits bits;
  private final int[] lengthsOfLengths = new int[ORDER.length];
  private final int[] lengths;
  private final int greens;

  /// @param cacheSize colours in the cache
  PrefixCodeReader(Bits bits, int cacheSize) {
    this.bits = bits;
    this.greens = PrefixCodes.LITERALS + PrefixCodes.LENGTHS + cacheSize;
    this.lengths = new int[greens];
  }

  PrefixCodes readFive() throws Refusal {
    PrefixCode green = read(greens);
    PrefixCode red = read(PrefixCodes.LITERALS);
    PrefixCode blue = read(PrefixCodes.LITERALS);
    PrefixCode alpha = read(PrefixCodes.LITERALS);
    PrefixCode distance = read(PrefixCodes.DISTANCES);
    if (bits.ended()) {
      throw new Refusal("damaged: it breaks off");
    }
    return new PrefixCodes(green, red, blue, alpha, distance);
  }

  private PrefixCode read(int symbols) throws Refusal {
    return bits.flag() ? simple(symbols) : normal(symbols);
  }

  private PrefixCode simple(int symbols) throws Refusal {
    boolean two = bits.flag();
    int first = bits.read(bits.flag() ? 8 : 1);
    int second = two ? bits.read(8) : first;
    if (Math.max(first, second) >= symbols) {
      throw new Refusal("damaged: a symbol that is none");
    }
    Arrays.fill(lengths, 0, symbols, 0);
    lengths[first] = 1;
    lengths[second] = 1;
    return PrefixCode.of(lengths, symbols);
  }

  private PrefixCode normal(int symbols) throws Refusal {
    int count = 4 + bits.read(4);
    Arrays.fill(lengthsOfLengths, 0);
    for (int i = 0; i < count; i++) {
      lengthsOfLengths[ORDER[i]] = bits.read(3);
    }
    PrefixCode code = PrefixCode.of(lengthsOfLengths, ORDER.length);
    int left = symbols;
    if (bits.flag()) {
      left = 2 + bits.read(2 + 2 * bits.read(3));
      if (left > symbols) {
        throw new Refusal("damaged: more lengths than symbols");
      }
    }
    readLengths(code, symbols, left);
    return PrefixCode.of(lengths, symbols);
  }

  /// @param left how many words of `code` are read at most
  private void readLengths(PrefixCode code, int symbols, int left) throws Refusal {
    Arrays.fill(lengths, 0, symbols, 0);
    int before = LENGTH_AT_FIRST;
    int symbol = 0;
    for (int i = 0; i < left && symbol < symbols; i++) {
      int read = code.read(bits);
      if (read < AS_BEFORE) {
        lengths[symbol++] = read;
        before = read == 0 ? before : read;
        continue;
      }
      int times =
          switch (read) {
            case AS_BEFORE -> 3 + bits.read(2);
            case FEW_ZEROS -> 3 + bits.read(3);
            default -> 11 + bits.read(7);
          };
      if (symbol + times > symbols) {
        throw new Refusal("damaged: more lengths than symbols");
      }
      Arrays.fill(lengths, symbol, symbol + times, read == AS_BEFORE ? before : 0);
      symbol += times;
    }
  }
}
