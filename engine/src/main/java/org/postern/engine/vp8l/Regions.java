package org.postern.engine.vp8l;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// Which prefix codes the pixels of each block of a picture are written with.
///
/// Source: RFC 9649 section 3.7.2.2
final class Regions {

  /// For all prefix codes of a picture, in pairs of octets.
  private static final int MOST_ROOM = 8 << 20;

  private final PrefixCodes[] codes;
  private final int[] blocks;
  private final int blockBits;
  private final int columns;

  private Regions(PrefixCodes[] codes, int[] blocks, int blockBits, int columns) {
    this.codes = codes;
    this.blocks = blocks;
    this.blockBits = blockBits;
    this.columns = columns;
  }

  /// One set of codes for the whole picture.
  static Regions one(PrefixCodeReader reader) throws Refusal {
    return new Regions(new PrefixCodes[] {reader.readFive()}, new int[1], 0, 1);
  }

  /// A set for each number that the blocks name. Files may hold many that no block names: they are
  /// read, since others follow, and not kept.
  ///
  /// @param blocks numbers of codes, row by row
  static Regions many(
      PrefixCodeReader reader, int[] blocks, int blockBits, int columns, BooleanSupplier late)
      throws Refusal {
    int[] kept = new int[Arrays.stream(blocks).max().orElse(0) + 1];
    for (int block : blocks) {
      kept[block] = 1;
    }
    PrefixCodes[] codes = new PrefixCodes[Arrays.stream(kept).sum()];
    int next = 0;
    int room = 0;
    for (int number = 0; number < kept.length; number++) {
      if (late.getAsBoolean()) {
        throw new Refusal("no time left");
      }
      PrefixCodes five = reader.readFive();
      if (kept[number] == 1) {
        room += five.weight();
        kept[number] = next;
        codes[next++] = five;
      }
      if (room > MOST_ROOM) {
        throw new Refusal("too many prefix codes");
      }
    }
    int[] mapped = Arrays.stream(blocks).map(block -> kept[block]).toArray();
    return new Regions(codes, mapped, blockBits, columns);
  }

  PrefixCodes at(int x, int y) {
    return codes.length == 1
        ? codes[0]
        : codes[blocks[(y >> blockBits) * columns + (x >> blockBits)]];
  }

  /// How many pixels of the row, from this column on, are written with the same codes.
  int left(int x, int width) {
    if (codes.length == 1) {
      return Integer.MAX_VALUE / 2;
    }
    return Math.min(width - x, (1 << blockBits) - (x & ((1 << blockBits) - 1)));
  }
}
