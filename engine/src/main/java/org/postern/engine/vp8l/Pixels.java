package org.postern.engine.vp8l;

import java.util.function.BooleanSupplier;

/// Pixels while they are read, with the cache of their colours.
///
/// Source: RFC 9649 section 3.6
final class Pixels {

  private static final int CACHE_HASH = 0x1e35a7bd;

  /// After so many pixels the time is asked for.
  private static final int ASK = 1 << 14;

  /// How far off the pixels near by are, of each two letters: rows up, and 8 less columns back.
  private static final String NEAR =
      "1807171928062729161a262a38053739151b363a252b48044749141c353b464a"
          + "242c58454b343c035759131d565a232d444c555b333d68026769121e666a222e"
          + "545c434d656b323e78017779535d111f646c424e767a212f757b313f636d525e"
          + "00747c414f1020626e30737d515f40727e616f50717f6070";

  private final int width;
  private final int[] argb;
  private final int[] cache;
  private final int shift;
  private int known;

  Pixels(int width, int height, int cacheSize) {
    this.width = width;
    this.argb = new int[width * height];
    this.cache = new int[cacheSize];
    this.shift = 1 + Integer.numberOfLeadingZeros(cacheSize);
  }

  /// Row by row; 0 what is not known.
  int[] argb() {
    return argb;
  }

  /// How many pixels, from the first, were there before the file broke off.
  int known() {
    return known;
  }

  /// Reads until all are known, or the file breaks off or makes no sense.
  void read(Bits bits, Regions regions, BooleanSupplier late) throws Refusal {
    int ask = ASK;
    int blockEnd = 0;
    PrefixCodes codes = regions.at(0, 0);
    while (known < argb.length) {
      if (known >= blockEnd) {
        int x = known % width;
        codes = regions.at(x, known / width);
        blockEnd = known + regions.left(x, width);
      }
      int symbol = codes.green().read(bits);
      int count = 1;
      if (symbol < PrefixCodes.LITERALS) {
        argb[known] = literal(symbol, codes, bits);
      } else if (symbol < PrefixCodes.LITERALS + PrefixCodes.LENGTHS) {
        count = copied(number(symbol - PrefixCodes.LITERALS, bits), codes, bits);
      } else {
        argb[known] = cache[symbol - PrefixCodes.LITERALS - PrefixCodes.LENGTHS];
      }
      if (bits.ended() || count == 0) {
        return;
      }
      remember(known, count);
      known += count;
      if (known >= ask) {
        ask = known + ASK;
        if (late.getAsBoolean()) {
          throw new Refusal("no time left");
        }
      }
    }
  }

  private static int literal(int green, PrefixCodes codes, Bits bits) {
    int red = codes.red().read(bits);
    int blue = codes.blue().read(bits);
    return (codes.alpha().read(bits) << 24) | (red << 16) | (green << 8) | blue;
  }

  /// @return how many pixels were copied; 0 where they would lie outside
  private int copied(int count, PrefixCodes codes, Bits bits) {
    int distance = distance(number(codes.distance().read(bits), bits));
    if (distance > known || count > argb.length - known) {
      return 0;
    }
    for (int i = known; i < known + count; i++) {
      argb[i] = argb[i - distance];
    }
    return count;
  }

  /// A length or distance: the small ones are symbols, of the others the symbol says how many bits.
  private static int number(int symbol, Bits bits) {
    if (symbol < 4) {
      return symbol + 1;
    }
    int extra = (symbol - 2) >> 1;
    return ((2 + (symbol & 1)) << extra) + bits.read(extra) + 1;
  }

  private int distance(int code) {
    int near = NEAR.length() / 2;
    if (code > near) {
      return code - near;
    }
    int rows = Character.digit(NEAR.charAt(2 * code - 2), 16);
    int columns = 8 - Character.digit(NEAR.charAt(2 * code - 1), 16);
    return Math.max(1, rows * width + columns);
  }

  private void remember(int from, int count) {
    if (cache.length == 0) {
      return;
    }
    for (int i = from; i < from + count; i++) {
      cache[(CACHE_HASH * argb[i]) >>> shift] = argb[i];
    }
  }
}
