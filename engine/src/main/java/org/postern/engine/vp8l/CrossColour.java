package org.postern.engine.vp8l;

/// Red and blue were lessened by shares of green, and blue by one of red; which, each block says.
///
/// Source: RFC 9649 section 3.5.2
///
/// @param blocks the shares, row by row
/// @param blockBits the side of a block is this power of 2
record CrossColour(int[] blocks, int blockBits, int width) implements Transform {

  @Override
  public int[] undo(int[] argb, int height) {
    int columns = Vp8l.blocks(width, blockBits);
    for (int y = 0; y < height; y++) {
      int row = (y >> blockBits) * columns;
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        argb[at] = undone(argb[at], blocks[row + (x >> blockBits)]);
      }
    }
    return argb;
  }

  private static int undone(int argb, int shares) {
    byte green = (byte) (argb >> 8);
    int red = ((argb >> 16) + share((byte) shares, green)) & 0xff;
    int blue = argb + share((byte) (shares >> 8), green) + share((byte) (shares >> 16), (byte) red);
    return (argb & 0xff00_ff00) | (red << 16) | (blue & 0xff);
  }

  private static int share(byte share, byte of) {
    return (share * of) >> 5;
  }
}
