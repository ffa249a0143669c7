package org.postern.engine.vp8l;

/// Pixels are places in a table of colours, several in one where there are few colours.
///
/// Source: RFC 9649 section 3.5.4
///
/// @param colours the table
/// @param width of the picture before
record ColourIndexing(int[] colours, int width) implements Transform {

  /// A table as it is stored: each colour as what it differs from the one before.
  static ColourIndexing of(int[] differences, int width) {
    int[] colours = new int[differences.length];
    int before = 0;
    for (int i = 0; i < colours.length; i++) {
      before = Channels.sum(before, differences[i]);
      colours[i] = before;
    }
    return new ColourIndexing(colours, width);
  }

  /// So many pixels lie in one that is stored, as a power of 2.
  int packed() {
    if (colours.length <= 2) {
      return 3;
    }
    if (colours.length <= 4) {
      return 2;
    }
    return colours.length <= 16 ? 1 : 0;
  }

  @Override
  public int[] undo(int[] argb, int height) {
    int packed = packed();
    int depth = 8 >> packed;
    int inOne = (1 << packed) - 1;
    int columns = Vp8l.blocks(width, packed);
    int[] shown = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int green = argb[y * columns + (x >> packed)] >> 8 & 0xff;
        int place = (green >> ((x & inOne) * depth)) & ((1 << depth) - 1);
        // a place outside the table is transparent
        shown[y * width + x] = place < colours.length ? colours[place] : 0;
      }
    }
    return shown;
  }
}
