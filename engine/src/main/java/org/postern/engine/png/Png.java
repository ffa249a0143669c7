package org.postern.engine.png;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Decodes a picture of PNG, on white where it is transparent. Thread-safe.
public final class Png {

  private Png() {}

  /// What came of a picture.
  ///
  /// @param <T> what its pixels lie in
  public sealed interface Decoding<T> {
    /// Row by row; white below where a file broke off.
    record Done<T>(int width, int height, T pixels) implements Decoding<T> {}

    record Refused<T>(String why) implements Decoding<T> {}
  }

  /// Decodes to luminance, 0 black to 255 white.
  ///
  /// @param octets of a file whose size was found to be acceptable
  /// @param step every which column and line is decoded, from the first on
  /// @param late asked again and again whether to give up
  public static Decoding<byte[]> luminance(byte[] octets, int step, BooleanSupplier late) {
    return decode(octets, step, late, Shades::new);
  }

  /// Decodes to red, green and blue, `0xRRGGBB`; otherwise like [#luminance].
  public static Decoding<int[]> colours(byte[] octets, int step, BooleanSupplier late) {
    return decode(octets, step, late, Colours::new);
  }

  private interface Paper<T> {
    Pixels<T> of(int[] palette, int size, int spare);
  }

  private static <T> Decoding<T> decode(
      byte[] octets, int step, BooleanSupplier late, Paper<T> paper) {
    Chunks chunks = new Chunks(octets);
    try {
      if (!chunks.advance()) {
        throw new Refusal("damaged: no header");
      }
      Head head = Head.of(chunks);
      Front front = front(chunks, head);
      int width = Pass.parts(head.width(), step);
      int height = Pass.parts(head.height(), step);
      int spare = head.interlaced() || step > 1 ? head.width() : 0;
      Pixels<T> pixels = paper.of(front.palette(), Math.multiplyExact(width, height), spare);
      Samples samples = new Samples(head, front.transparent());
      try (Data data = new Data(chunks)) {
        new Picture(head, samples, pixels, step, late).draw(data);
      }
      return new Decoding.Done<>(width, height, pixels.all());
    } catch (Refusal refusal) {
      return new Decoding.Refused<>(refusal.why());
    }
  }

  /// @param transparent a colour to be looked for, sample by sample
  private record Front(int[] palette, Optional<int[]> transparent) {}

  /// What comes before the pixels; `chunks` is at the first of them then.
  private static Front front(Chunks chunks, Head head) throws Refusal {
    byte[] colours = {};
    byte[] transparent = {};
    while (chunks.advance()) {
      switch (chunks.type()) {
        case Chunks.PLTE -> colours = content(chunks);
        case Chunks.TRNS -> transparent = content(chunks);
        case Chunks.IDAT -> {
          return front(head, colours, transparent);
        }
        default -> {}
      }
    }
    throw new Refusal("damaged: no pixels");
  }

  private static byte[] content(Chunks chunks) {
    int length = Math.min(chunks.length(), 3 * 256);
    return Arrays.copyOfRange(chunks.octets(), chunks.from(), chunks.from() + length);
  }

  private static Front front(Head head, byte[] colours, byte[] transparent) throws Refusal {
    int depth = Math.min(Byte.SIZE, head.depth());
    return switch (head.kind()) {
      case INDEXED -> {
        if (colours.length < 3) {
          throw new Refusal("damaged: no colours");
        }
        yield new Front(Palette.of(colours, transparent), Optional.empty());
      }
      case GRAY -> {
        boolean told = transparent.length == 2;
        if (told && head.depth() <= Byte.SIZE) {
          yield new Front(Palette.grays(depth, pair(transparent, 0)), Optional.empty());
        }
        yield new Front(
            Palette.grays(depth),
            told ? Optional.of(new int[] {pair(transparent, 0)}) : Optional.empty());
      }
      case RGB -> {
        Optional<int[]> key = Optional.empty();
        if (transparent.length == 6) {
          key =
              Optional.of(
                  new int[] {pair(transparent, 0), pair(transparent, 2), pair(transparent, 4)});
        }
        yield new Front(Palette.grays(depth), key);
      }
      case GRAY_ALPHA, RGB_ALPHA -> new Front(Palette.grays(depth), Optional.empty());
    };
  }

  private static int pair(byte[] octets, int at) {
    return (octets[at] & 0xff) << Byte.SIZE | (octets[at + 1] & 0xff);
  }
}
