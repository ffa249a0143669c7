package org.postern.engine.vp8l;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Decodes one picture of WebP without loss. Thread-safe.
public final class Vp8l {

  private static final int SIGNATURE = 0x2f;
  private static final int SIDE_BITS = 14;
  private static final int OPAQUE = 0xff00_0000;

  /// White and transparent, so that it is white in any case.
  private static final int NOTHING = 0x00ff_ffff;

  private Vp8l() {}

  /// What came of a picture.
  public sealed interface Decoding {
    /// Row by row, alpha, red, green and blue; white below where a file broke off.
    record Done(int width, int height, int[] argb) implements Decoding {}

    record Refused(String why) implements Decoding {}
  }

  /// In the order of their numbers.
  private enum Kind {
    PREDICTOR,
    CROSS_COLOUR,
    SUBTRACT_GREEN,
    COLOUR_INDEXING
  }

  /// Decodes what lies in a chunk `VP8L`.
  ///
  /// @param from where the chunk's content begins
  /// @param end behind its last octet
  /// @param mostPixels of a picture that is decoded
  /// @param late asked again and again whether to give up
  public static Decoding decode(
      byte[] octets, int from, int end, int mostPixels, BooleanSupplier late) {
    Bits bits = new Bits(octets, from, end);
    if (bits.read(Byte.SIZE) != SIGNATURE) {
      return new Decoding.Refused("damaged: no signature");
    }
    int width = bits.read(SIDE_BITS) + 1;
    int height = bits.read(SIDE_BITS) + 1;
    boolean transparent = bits.flag();
    if (bits.read(3) != 0) {
      return new Decoding.Refused("damaged: of another version");
    }
    if ((long) width * height > mostPixels) {
      return new Decoding.Refused(width + " by " + height + " pixels");
    }
    try {
      int[] argb = pixels(bits, width, height, late);
      return new Decoding.Done(width, height, transparent ? argb : opaque(argb));
    } catch (Refusal refusal) {
      return new Decoding.Refused(refusal.why());
    }
  }

  /// Reads transforms and pixels. Where they break off, the rows that are there are shown, as
  /// browsers do; the others are white.
  static int[] pixels(Bits bits, int width, int height, BooleanSupplier late) throws Refusal {
    CodedPixels coded = new CodedPixels(bits, late);
    Deque<Transform> transforms = new ArrayDeque<>();
    Set<Kind> seen = EnumSet.noneOf(Kind.class);
    int stored = width;
    while (bits.flag()) {
      Kind kind = Kind.values()[bits.read(2)];
      if (!seen.add(kind)) {
        throw new Refusal("damaged: a transform comes twice");
      }
      Transform transform = transform(kind, bits, coded, stored, height);
      if (transform instanceof ColourIndexing indexing) {
        stored = blocks(width, indexing.packed());
      }
      transforms.push(transform);
    }
    Pixels read = coded.picture(stored, height);
    int rows = read.known() / stored;
    if (rows == 0) {
      throw new Refusal("damaged: it breaks off");
    }
    int[] argb = read.argb();
    for (Transform transform : transforms) {
      if (late.getAsBoolean()) {
        throw new Refusal("no time left");
      }
      argb = transform.undo(argb, height);
    }
    Arrays.fill(argb, rows * width, argb.length, NOTHING);
    return argb;
  }

  private static Transform transform(Kind kind, Bits bits, CodedPixels coded, int width, int height)
      throws Refusal {
    return switch (kind) {
      case SUBTRACT_GREEN -> new Transform.SubtractGreen();
      case COLOUR_INDEXING -> {
        int colours = bits.read(Byte.SIZE) + 1;
        yield ColourIndexing.of(coded.whole(colours, 1), width);
      }
      case PREDICTOR -> {
        int blockBits = bits.read(3) + 2;
        yield new Predictor(blockPixels(coded, blockBits, width, height), blockBits, width);
      }
      case CROSS_COLOUR -> {
        int blockBits = bits.read(3) + 2;
        yield new CrossColour(blockPixels(coded, blockBits, width, height), blockBits, width);
      }
    };
  }

  private static int[] blockPixels(CodedPixels coded, int blockBits, int width, int height)
      throws Refusal {
    return coded.whole(blocks(width, blockBits), blocks(height, blockBits));
  }

  /// How many blocks a side has, the last of them perhaps not full.
  static int blocks(int side, int blockBits) {
    return (side + (1 << blockBits) - 1) >> blockBits;
  }

  /// A picture that says it is opaque is shown so.
  private static int[] opaque(int[] argb) {
    for (int i = 0; i < argb.length; i++) {
      argb[i] |= OPAQUE;
    }
    return argb;
  }
}
