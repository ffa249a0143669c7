package org.postern.engine.png;

/// Mixes with the white behind.
final class OnWhite {

  private OnWhite() {}

  /// @param seen how much of it, up to 255
  static int of(int shade, int seen) {
    return 255 - divided(seen * (255 - shade));
  }

  /// By 255 and rounded, for what is not more than 255 * 255.
  private static int divided(int product) {
    int rounded = product + 128;
    return (rounded + (rounded >> 8)) >> 8;
  }
}
