package org.postern.engine.vp8l;

/// Reckons with the four parts of colours at once.
final class Channels {

  private static final int ALPHA_GREEN = 0xff00_ff00;
  private static final int RED_BLUE = 0x00ff_00ff;

  private Channels() {}

  /// Part by part, without carry.
  static int sum(int a, int b) {
    return (((a & ALPHA_GREEN) + (b & ALPHA_GREEN)) & ALPHA_GREEN)
        | (((a & RED_BLUE) + (b & RED_BLUE)) & RED_BLUE);
  }

  /// Part by part, rounded down.
  static int mean(int a, int b) {
    return (((a ^ b) & 0xfefe_fefe) >>> 1) + (a & b);
  }
}
