package org.postern.engine.vp8l;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// Reads pixels that are written with prefix codes: each as its four parts, as a place in a cache
/// of colours, or with others as a copy of earlier ones.
///
/// Source: RFC 9649 sections 3.6 and 3.7
final class CodedPixels {

  private static final int MOST_CACHE_BITS = 11;

  private final Bits bits;
  private final BooleanSupplier late;

  CodedPixels(Bits bits, BooleanSupplier late) {
    this.bits = bits;
    this.late = late;
  }

  /// A picture that belongs to how another is written: no regions in it, and it must be whole.
  int[] whole(int width, int height) throws Refusal {
    int cacheSize = cacheSize();
    Regions regions = Regions.one(new PrefixCodeReader(bits, cacheSize));
    Pixels pixels = new Pixels(width, height, cacheSize);
    pixels.read(bits, regions, late);
    if (pixels.known() < width * height) {
      throw new Refusal("damaged: it breaks off");
    }
    return pixels.argb();
  }

  /// The picture itself.
  Pixels picture(int width, int height) throws Refusal {
    int cacheSize = cacheSize();
    Regions regions = bits.flag() ? many(width, height, cacheSize) : one(cacheSize);
    Pixels pixels = new Pixels(width, height, cacheSize);
    pixels.read(bits, regions, late);
    return pixels;
  }

  private Regions one(int cacheSize) throws Refusal {
    return Regions.one(new PrefixCodeReader(bits, cacheSize));
  }

  private Regions many(int width, int height, int cacheSize) throws Refusal {
    int blockBits = 2 + bits.read(3);
    int columns = Vp8l.blocks(width, blockBits);
    int[] blocks = whole(columns, Vp8l.blocks(height, blockBits));
    // red and green of a pixel are the number of its codes
    int[] numbers = Arrays.stream(blocks).map(argb -> argb >> 8 & 0xffff).toArray();
    return Regions.many(new PrefixCodeReader(bits, cacheSize), numbers, blockBits, columns, late);
  }

  private int cacheSize() throws Refusal {
    if (!bits.flag()) {
      return 0;
    }
    int cacheBits = bits.read(4);
    if (cacheBits < 1 || cacheBits > MOST_CACHE_BITS) {
      throw new Refusal("damaged: a colour cache of " + cacheBits + " bits");
    }
    return 1 << cacheBits;
  }
}
