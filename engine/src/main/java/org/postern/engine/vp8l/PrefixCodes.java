package org.postern.engine.vp8l;

/// The five prefix codes that pixels of one region are written with.
///
/// @param green with lengths of copies and the places of the colour cache behind it
/// @param distance of copies
record PrefixCodes(
    PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {

  static final int LITERALS = 256;
  static final int LENGTHS = 24;
  static final int DISTANCES = 40;

  int weight() {
    return green.weight() + red.weight() + blue.weight() + alpha.weight() + distance.weight();
  }
}
