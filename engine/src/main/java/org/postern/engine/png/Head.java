package org.postern.engine.png;

/// What the chunk `IHDR` says of a picture.
///
/// @param depth bits of a sample
record Head(int width, int height, int depth, Kind kind, boolean interlaced) {

  /// As libpng has it, and browsers with it: a line stays within eight megabytes.
  private static final int MOST_SIDE = 1_000_000;

  private static final int OCTETS = 13;

  /// What samples mean.
  enum Kind {
    GRAY(1),
    RGB(3),
    INDEXED(1),
    GRAY_ALPHA(2),
    RGB_ALPHA(4);

    /// Samples of a pixel.
    final int channels;

    Kind(int channels) {
      this.channels = channels;
    }

    private boolean comesIn(int depth) {
      return switch (depth) {
        case 1, 2, 4 -> this == GRAY || this == INDEXED;
        case 8 -> true;
        case 16 -> this != INDEXED;
        default -> false;
      };
    }

    private static Kind of(int number) throws Refusal {
      return switch (number) {
        case 0 -> GRAY;
        case 2 -> RGB;
        case 3 -> INDEXED;
        case 4 -> GRAY_ALPHA;
        case 6 -> RGB_ALPHA;
        default -> throw new Refusal("damaged: no such colours");
      };
    }
  }

  /// @param chunks at the first of them
  static Head of(Chunks chunks) throws Refusal {
    if (chunks.type() != Chunks.IHDR || chunks.length() != OCTETS) {
      throw new Refusal("damaged: no header");
    }
    int width = chunks.number(0);
    int height = chunks.number(4);
    if (width <= 0 || height <= 0) {
      throw new Refusal("without a size");
    }
    if (width > MOST_SIDE || height > MOST_SIDE) {
      throw new Refusal(width + " by " + height + " pixels");
    }
    Kind kind = Kind.of(chunks.octet(9));
    int depth = chunks.octet(8);
    int interlaced = chunks.octet(12);
    if (!kind.comesIn(depth) || chunks.octet(10) != 0 || chunks.octet(11) != 0 || interlaced > 1) {
      throw new Refusal("damaged: of another version");
    }
    return new Head(width, height, depth, kind, interlaced == 1);
  }

  /// Octets of a line of so many pixels, without that of its filter.
  int lineOctets(int pixels) {
    return (int) (((long) pixels * depth * kind.channels + 7) / Byte.SIZE);
  }

  /// How far back filters look for the pixel to the left.
  int pixelOctets() {
    return Math.max(1, depth * kind.channels / Byte.SIZE);
  }
}
