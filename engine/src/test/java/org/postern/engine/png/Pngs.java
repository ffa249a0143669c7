package org.postern.engine.png;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes pictures of PNG of every kind, pixel by pixel as the specification says, for tests.
final class Pngs {

  static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private Pngs() {}

  /// One kind of picture.
  ///
  /// @param type number of the colours
  /// @param transparent content of `tRNS`, none where empty
  record Kind(int type, int depth, boolean interlaced, byte[] transparent) {
    int channels() {
      return switch (type) {
        case 2 -> 3;
        case 4 -> 2;
        case 6 -> 4;
        default -> 1;
      };
    }

    @Override
    public String toString() {
      return "type %d depth %d%s%s"
          .formatted(
              type,
              depth,
              interlaced ? " interlaced" : "",
              transparent.length > 0 ? " transparent" : "");
    }
  }

  /// Samples of a picture: soft slopes and some noise, so that all filters have work, and some
  /// pixels of the sample 3, which tests make transparent.
  static int[] samples(Kind kind, int width, int height, Random random) {
    int channels = kind.channels();
    int most = (1 << kind.depth()) - 1;
    int[] samples = new int[width * height * channels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean marked = random.nextInt(7) == 0;
        for (int c = 0; c < channels; c++) {
          long slope = (long) most * (x * (c + 1) + y) / (width * 4 + height);
          int at = (y * width + x) * channels + c;
          samples[at] = marked ? 3 & most : (int) (slope + random.nextInt(most / 8 + 1)) & most;
        }
      }
    }
    return samples;
  }

  /// A file of these samples; every line has another filter.
  static byte[] file(Kind kind, int width, int height, int[] samples) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    out.writeBytes(header(width, height, kind));
    if (kind.type() == 3) {
      byte[] palette = new byte[3 << kind.depth()];
      new Random(kind.depth()).nextBytes(palette);
      out.writeBytes(chunk("PLTE", palette));
    }
    if (kind.transparent().length > 0) {
      out.writeBytes(chunk("tRNS", kind.transparent()));
    }
    byte[] packed = packed(lines(kind, width, height, samples));
    int half = packed.length / 2;
    out.writeBytes(chunk("IDAT", java.util.Arrays.copyOf(packed, 1)));
    out.writeBytes(chunk("IDAT", new byte[0]));
    out.writeBytes(chunk("IDAT", java.util.Arrays.copyOfRange(packed, 1, half)));
    out.writeBytes(chunk("IDAT", java.util.Arrays.copyOfRange(packed, half, packed.length)));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  static byte[] header(int width, int height, Kind kind) {
    return chunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) kind.depth())
            .put((byte) kind.type())
            .put((byte) 0)
            .put((byte) 0)
            .put((byte) (kind.interlaced() ? 1 : 0))
            .array());
  }

  static byte[] chunk(String name, byte[] content) {
    byte[] named =
        ByteBuffer.allocate(4 + content.length)
            .put(name.getBytes(StandardCharsets.US_ASCII))
            .put(content)
            .array();
    CRC32 sum = new CRC32();
    sum.update(named);
    return ByteBuffer.allocate(8 + named.length)
        .putInt(content.length)
        .put(named)
        .putInt((int) sum.getValue())
        .array();
  }

  static byte[] packed(byte[] lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(out, new Deflater(1))) {
      deflater.write(lines);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return out.toByteArray();
  }

  private static byte[] lines(Kind kind, int width, int height, int[] samples) {
    int[][] passes = kind.interlaced() ? ADAM7 : new int[][] {{0, 0, 1, 1}};
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int[] pass : passes) {
      byte[] above = new byte[0];
      for (int y = pass[1], count = 0; y < height && pass[0] < width; y += pass[3], count++) {
        byte[] line = line(kind, width, y, pass, samples);
        int filter = count % 5;
        all.write(filter);
        all.writeBytes(
            filtered(filter, line, above, Math.max(1, kind.depth() * kind.channels() / 8)));
        above = line;
      }
    }
    return all.toByteArray();
  }

  private static byte[] line(Kind kind, int width, int y, int[] pass, int[] samples) {
    int columns = (width - pass[0] + pass[2] - 1) / pass[2];
    byte[] line = new byte[(columns * kind.channels() * kind.depth() + 7) / 8];
    int bit = 0;
    for (int x = pass[0]; x < width; x += pass[2]) {
      for (int c = 0; c < kind.channels(); c++) {
        int sample = samples[(y * width + x) * kind.channels() + c];
        if (kind.depth() == 16) {
          line[bit / 8] = (byte) (sample >> 8);
          line[bit / 8 + 1] = (byte) sample;
        } else {
          line[bit / 8] = (byte) (line[bit / 8] | sample << (8 - kind.depth() - bit % 8));
        }
        bit += kind.depth();
      }
    }
    return line;
  }

  private static byte[] filtered(int filter, byte[] line, byte[] above, int pixel) {
    byte[] out = new byte[line.length];
    for (int i = 0; i < line.length; i++) {
      int left = i < pixel ? 0 : line[i - pixel] & 0xff;
      int up = above.length == 0 ? 0 : above[i] & 0xff;
      int corner = i < pixel || above.length == 0 ? 0 : above[i - pixel] & 0xff;
      int guess =
          switch (filter) {
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            case 4 -> paeth(left, up, corner);
            default -> 0;
          };
      out[i] = (byte) (line[i] - guess);
    }
    return out;
  }

  private static int paeth(int left, int up, int corner) {
    int guess = left + up - corner;
    int toLeft = Math.abs(guess - left);
    int toUp = Math.abs(guess - up);
    int toCorner = Math.abs(guess - corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }
}
