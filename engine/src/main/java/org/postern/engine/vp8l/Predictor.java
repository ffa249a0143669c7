package org.postern.engine.vp8l;

/// Pixels are what they differ from a guess by their neighbours; how it is guessed, each block
/// says.
///
/// Source: RFC 9649 section 3.5.1
///
/// @param blocks how, row by row
/// @param blockBits the side of a block is this power of 2
record Predictor(int[] blocks, int blockBits, int width) implements Transform {

  private static final int BLACK = 0xff00_0000;

  @Override
  public int[] undo(int[] argb, int height) {
    int columns = Vp8l.blocks(width, blockBits);
    argb[0] = Channels.sum(argb[0], BLACK);
    for (int x = 1; x < width; x++) {
      argb[x] = Channels.sum(argb[x], argb[x - 1]);
    }
    for (int y = 1; y < height; y++) {
      int row = y * width;
      argb[row] = Channels.sum(argb[row], argb[row - width]);
      int block = (y >> blockBits) * columns;
      for (int x = 1; x < width; x++) {
        int way = blocks[block + (x >> blockBits)] >> 8 & 0xf;
        argb[row + x] = Channels.sum(argb[row + x], guess(way, argb, row + x));
      }
    }
    return argb;
  }

  /// The neighbour at the upper right of a row's last pixel is the row's first, as it is in memory.
  private int guess(int way, int[] argb, int at) {
    int left = argb[at - 1];
    int top = argb[at - width];
    int topLeft = argb[at - width - 1];
    int topRight = argb[at - width + 1];
    return switch (way) {
      case 1 -> left;
      case 2 -> top;
      case 3 -> topRight;
      case 4 -> topLeft;
      case 5 -> Channels.mean(Channels.mean(left, topRight), top);
      case 6 -> Channels.mean(left, topLeft);
      case 7 -> Channels.mean(left, top);
      case 8 -> Channels.mean(topLeft, top);
      case 9 -> Channels.mean(top, topRight);
      case 10 -> Channels.mean(Channels.mean(left, topLeft), Channels.mean(top, topRight));
      case 11 -> nearer(left, top, topLeft);
      case 12 -> gradient(left, top, topLeft);
      case 13 -> halfGradient(Channels.mean(left, top), topLeft);
      default -> BLACK; // 14 and 15 say nothing, and libwebp takes them for 0
    };
  }

  /// Left or top, whichever is nearer to left and top less the corner.
  private static int nearer(int left, int top, int topLeft) {
    int toLeft = 0;
    int toTop = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int corner = topLeft >>> shift & 0xff;
      toLeft += Math.abs((top >>> shift & 0xff) - corner);
      toTop += Math.abs((left >>> shift & 0xff) - corner);
    }
    return toLeft < toTop ? left : top;
  }

  private static int gradient(int left, int top, int topLeft) {
    int guess = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int sum = (left >>> shift & 0xff) + (top >>> shift & 0xff) - (topLeft >>> shift & 0xff);
      guess |= Math.clamp(sum, 0, 0xff) << shift;
    }
    return guess;
  }

  private static int halfGradient(int mean, int topLeft) {
    int guess = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int one = mean >>> shift & 0xff;
      int sum = one + (one - (topLeft >>> shift & 0xff)) / 2;
      guess |= Math.clamp(sum, 0, 0xff) << shift;
    }
    return guess;
  }
}
