package org.postern.engine.image;

import java.util.Arrays;
import java.util.Optional;

/// Decodes the first component of a JPEG that is stored in one pass (ITU-T T.81, sequential,
/// Huffman, 8 bits): the others are passed over, never made into pixels. One picture, one thread.
final class JpegLuminance {

  private static final int MOST_SAMPLING = 4;

  /// Where a coefficient stands in the block (ITU-T T.81, figure A.6).
  private static final byte[] PLACES = places();

  private final byte[] octets;
  private final int pixels;
  private final int[][] quantities = new int[4][];
  private final JpegCode[] first = new JpegCode[4];
  private final JpegCode[] others = new JpegCode[4];
  private Component[] components = {};
  private int width;
  private int height;
  private int interval;

  /// @param across how many blocks of it stand side by side in a unit
  private record Component(int id, int across, int down, int quantity) {}

  private JpegLuminance(byte[] octets, int pixels) {
    this.octets = octets;
    this.pixels = pixels;
  }

  /// Empty where it is stored otherwise, or damaged.
  ///
  /// @param pixels at most; of larger ones lines and columns are left out
  static Optional<Gray> of(byte[] octets, int pixels) {
    return new JpegLuminance(octets, pixels).read();
  }

  private static byte[] places() {
    byte[] places = new byte[64];
    int x = 0;
    int y = 0;
    for (int i = 0; i < 64; i++) {
      places[i] = (byte) (8 * y + x);
      if ((x + y) % 2 == 0) {
        if (x == 7) {
          y++;
        } else {
          x++;
          y = y == 0 ? 0 : y - 1;
        }
      } else if (y == 7) {
        x++;
      } else {
        y++;
        x = x == 0 ? 0 : x - 1;
      }
    }
    return places;
  }

  private Optional<Gray> read() {
    int at = 2;
    while (at + 4 <= octets.length && octet(at) == 0xff) {
      int marker = octet(at + 1);
      int length = marker == 0xff ? -1 : word(at + 2);
      int end = at + 2 + length;
      if (length != -1 && (length < 2 || end > octets.length)) {
        return Optional.empty();
      }
      if (marker == 0xda) {
        return scan(at + 4, end);
      }
      boolean known =
          switch (marker) {
            case 0xff -> true;
            case 0xdb -> quantities(at + 4, end);
            case 0xc4 -> codes(at + 4, end);
            case 0xc0, 0xc1 -> frame(at + 4, end);
            case 0xdd -> interval(at + 4, end);
            default -> marker >= 0xe0 && marker <= 0xfe; // of applications, and comments
          };
      if (!known) {
        return Optional.empty();
      }
      at = end;
    }
    return Optional.empty();
  }

  private int octet(int at) {
    return octets[at] & 0xff;
  }

  private int word(int at) {
    return octet(at) << 8 | octet(at + 1);
  }

  private boolean quantities(int from, int end) {
    int at = from;
    while (at < end) {
      int octetsEach = 1 + (octet(at) >> 4);
      int table = octet(at) & 0xf;
      if (octetsEach > 2 || table > 3 || at + 1 + 64 * octetsEach > end) {
        return false;
      }
      int[] all = new int[64];
      for (int i = 0; i < 64; i++) {
        all[i] = octetsEach == 1 ? octet(at + 1 + i) : word(at + 1 + 2 * i);
      }
      quantities[table] = all;
      at += 1 + 64 * octetsEach;
    }
    return true;
  }

  private boolean codes(int from, int end) {
    int at = from;
    while (at < end) {
      int table = octet(at) & 0xf;
      Optional<JpegCode> code = JpegCode.of(octets, at + 1, end);
      if (octet(at) > 0x1f || table > 3 || code.isEmpty()) {
        return false;
      }
      (octet(at) >> 4 == 0 ? first : others)[table] = code.get();
      at += 1 + code.get().size();
    }
    return true;
  }

  private boolean interval(int at, int end) {
    if (at + 2 > end) {
      return false;
    }
    interval = word(at);
    return true;
  }

  private boolean frame(int at, int end) {
    if (components.length > 0 || at + 6 > end || octet(at) != 8) {
      return false;
    }
    height = word(at + 1);
    width = word(at + 3);
    int count = octet(at + 5);
    if (width == 0 || height == 0 || (count != 1 && count != 3) || at + 6 + 3 * count > end) {
      return false;
    }
    components = new Component[count];
    for (int i = 0; i < count; i++) {
      int of = at + 6 + 3 * i;
      int across = octet(of + 1) >> 4;
      int down = octet(of + 1) & 0xf;
      if (across == 0 || down == 0 || Math.max(across, down) > MOST_SAMPLING || octet(of + 2) > 3) {
        return false;
      }
      components[i] = new Component(octet(of), across, down, octet(of + 2));
    }
    for (Component one : components) {
      if (one.across > components[0].across || one.down > components[0].down) {
        return false; // fewer pixels than there are: the library makes more of them
      }
    }
    return true;
  }

  private Optional<Gray> scan(int at, int end) {
    int count = at < end ? octet(at) : 0;
    if (components.length == 0
        || (count != 1 && count != components.length)
        || at + 4 + 2 * count > end
        || octet(at + 1 + 2 * count) != 0
        || octet(at + 2 + 2 * count) != 63
        || octet(at + 3 + 2 * count) != 0
        || quantities[components[0].quantity] == null) {
      return Optional.empty();
    }
    JpegCode[] codes = new JpegCode[2 * count];
    for (int i = 0; i < count; i++) {
      int tables = octet(at + 2 + 2 * i);
      if (octet(at + 1 + 2 * i) != components[i].id
          || (tables >> 4) > 3
          || (tables & 0xf) > 3
          || first[tables >> 4] == null
          || others[tables & 0xf] == null) {
        return Optional.empty();
      }
      codes[2 * i] = first[tables >> 4];
      codes[2 * i + 1] = others[tables & 0xf];
    }
    return new Pass(codes, new JpegBits(octets, end)).read();
  }

  /// The only pass over the picture, or that of luminance alone.
  private final class Pass {
    private final JpegCode[] codes;
    private final JpegBits bits;
    private final JpegCosines cosines = new JpegCosines();
    private final int[] quantity = quantities[components[0].quantity];
    private final int[] block = new int[64];
    private final int across;
    private final int down;
    private int before;

    Pass(JpegCode[] codes, JpegBits bits) {
      this.codes = codes;
      this.bits = bits;
      // a component alone is stored block by block
      this.across = codes.length == 2 ? 1 : components[0].across;
      this.down = codes.length == 2 ? 1 : components[0].down;
    }

    Optional<Gray> read() {
      int step = 1;
      while ((long) (width / step) * (height / step) > pixels) {
        step++;
      }
      int units = (width + 8 * across - 1) / (8 * across);
      int lines = 8 * down;
      int broad = 8 * across * units;
      byte[] strip = new byte[broad * lines];
      int columns = (width + step - 1) / step;
      int rows = (height + step - 1) / step;
      byte[] shades = new byte[columns * rows];
      int done = 0;
      for (int y = 0; y < height; y += lines) {
        for (int unit = 0; unit < units; unit++, done++) {
          if (interval > 0 && done > 0 && done % interval == 0) {
            if (!bits.restart()) {
              return Optional.empty();
            }
            before = 0;
          }
          if (!unit(strip, 8 * across * unit, broad) || bits.ended()) {
            return Optional.empty();
          }
        }
        int top = (y + step - 1) / step * step;
        for (int line = top; line < Math.min(y + lines, height); line += step) {
          keep(strip, (line - y) * broad, step, shades, line / step * columns, columns);
        }
      }
      return Optional.of(new Gray(columns, rows, shades));
    }

    private static void keep(byte[] strip, int from, int step, byte[] into, int at, int columns) {
      if (step == 1) {
        System.arraycopy(strip, from, into, at, columns);
        return;
      }
      for (int column = 0; column < columns; column++) {
        into[at + column] = strip[from + column * step];
      }
    }

    private boolean unit(byte[] strip, int x, int broad) {
      for (int row = 0; row < down; row++) {
        for (int column = 0; column < across; column++) {
          if (!seen(strip, x + 8 * column + 8 * row * broad, broad)) {
            return false;
          }
        }
      }
      for (int i = 1; 2 * i < codes.length; i++) {
        for (int n = components[i].across * components[i].down; n > 0; n--) {
          if (!passed(codes[2 * i], codes[2 * i + 1])) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean seen(byte[] strip, int at, int broad) {
      int size = bits.value(codes[0]);
      if (size < 0 || size > 11) {
        return false;
      }
      before += bits.number(size);
      block[0] = before * quantity[0];
      boolean plain = true;
      for (int k = 1; k < 64; k++) {
        int pair = bits.pair(codes[1]);
        int run = pair >> 4 & 0xf;
        if ((pair & 0xf) != 0) {
          k += run;
          if (pair == -1 || k > 63) {
            return false;
          }
          block[PLACES[k]] = (pair >> 8) * quantity[k];
          plain = false;
        } else if (run == 15) {
          k += run;
        } else {
          break;
        }
      }
      cosines.shades(block, plain, strip, at, broad);
      if (!plain) {
        Arrays.fill(block, 0);
      }
      return true;
    }

    private boolean passed(JpegCode dc, JpegCode ac) {
      if (bits.pair(dc) == -1) {
        return false;
      }
      for (int k = 1; k < 64; k++) {
        int pair = bits.pair(ac);
        if (pair == -1) {
          return false;
        }
        int run = pair >> 4 & 0xf;
        if ((pair & 0xf) == 0 && run != 15) {
          break;
        }
        k += run;
      }
      return true;
    }
  }
}
