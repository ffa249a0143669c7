package org.postern.engine.vp8l;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Decodes the transparency of a WebP picture with loss: a picture of its own without loss whose
/// green says how much is seen. Thread-safe.
///
/// Source: RFC 9649 section 2.7.1.2
public final class Transparency {

  private static final int STORED = 0;
  private static final int WITHOUT_LOSS = 1;

  private Transparency() {}

  /// How much of each pixel is seen, row by row, 0 nothing to 255; empty where it is damaged.
  ///
  /// @param from where the content of the chunk `ALPH` begins
  /// @param end behind its last octet
  /// @param width of the picture, whose size was checked
  public static Optional<byte[]> decode(
      byte[] octets, int from, int end, int width, int height, BooleanSupplier late) {
    if (from >= end) {
      return Optional.empty();
    }
    int how = octets[from];
    return switch (how & 3) {
      case STORED ->
          end - from - 1 < width * height
              ? Optional.empty()
              : Optional.of(
                  unfiltered(
                      Arrays.copyOfRange(octets, from + 1, from + 1 + width * height),
                      how >> 2 & 3,
                      width));
      case WITHOUT_LOSS -> {
        try {
          int[] argb = Vp8l.pixels(new Bits(octets, from + 1, end), width, height, late);
          yield Optional.of(unfiltered(green(argb), how >> 2 & 3, width));
        } catch (Refusal _) {
          yield Optional.empty();
        }
      }
      default -> Optional.empty();
    };
  }

  private static byte[] green(int[] argb) {
    byte[] green = new byte[argb.length];
    for (int i = 0; i < green.length; i++) {
      green[i] = (byte) (argb[i] >> 8);
    }
    return green;
  }

  /// Adds to each what was guessed of it by its neighbours.
  private static byte[] unfiltered(byte[] seen, int filter, int width) {
    for (int i = 1; filter != 0 && i < seen.length; i++) {
      int x = i % width;
      int left = x > 0 ? seen[i - 1] & 0xff : seen[i - width] & 0xff;
      if (i < width) {
        seen[i] += (byte) left;
        continue;
      }
      int top = seen[i - width] & 0xff;
      int corner = x > 0 ? seen[i - width - 1] & 0xff : top;
      int guess =
          switch (filter) {
            case 1 -> left;
            case 2 -> top;
            default -> x > 0 ? Math.clamp(left + top - corner, 0, 0xff) : top;
          };
      seen[i] += (byte) guess;
    }
    return seen;
  }
}
