package org.postern.engine.png;

import java.util.Arrays;

/// What the octets of pictures of one sample a pixel look like, on white.
final class Palette {

  private static final int ENTRIES = 256;
  private static final int WHITE = 0xff_ffff;

  private Palette() {}

  /// Colours by number; numbers that have none are black, as in browsers.
  ///
  /// @param colours three octets each
  /// @param seen how much of each is seen, as far as that is told
  static int[] of(byte[] colours, byte[] seen) {
    int[] map = new int[ENTRIES];
    int known = Math.min(colours.length / 3, ENTRIES);
    for (int i = 0; i < known; i++) {
      int alpha = i < seen.length ? seen[i] & 0xff : 0xff;
      map[i] =
          OnWhite.of(colours[3 * i] & 0xff, alpha) << 16
              | OnWhite.of(colours[3 * i + 1] & 0xff, alpha) << 8
              | OnWhite.of(colours[3 * i + 2] & 0xff, alpha);
    }
    return map;
  }

  /// Shades of so many bits.
  static int[] grays(int depth) {
    int[] map = new int[ENTRIES];
    int most = (1 << depth) - 1;
    Arrays.setAll(map, i -> Math.min(i, most) * 255 / most * 0x01_0101);
    return map;
  }

  /// Shades of which one is not seen.
  static int[] grays(int depth, int transparent) {
    int[] map = grays(depth);
    if (transparent < ENTRIES) {
      map[transparent] = WHITE;
    }
    return map;
  }
}
