package org.postern.engine.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postern.engine.svg.Svg;

/// Format and size of a picture, from its first octets; nothing is decoded.
///
/// @param scans of a progressive JPEG, 1 for all others
record ImageHeader(Format format, int width, int height, int scans) {

  /// The formats that clients show.
  enum Format {
    PNG("png"),
    JPEG("jpeg"),
    GIF("gif"),
    BMP("bmp"),
    /// With loss, as photographs are.
    WEBP("webp"),
    /// WebP without loss, as drawings and codes are; it has a decoder of its own.
    WEBP_LOSSLESS(""),
    /// Drawn here, of the size that it is drawn in, where it has as many corners as a code.
    SVG("");

    /// How ImageIO calls it; empty where it does not read it.
    final String reader;

    Format(String reader) {
      this.reader = reader;
    }
  }

  /// A header that makes no sense: a picture by its first octets, and no size.
  static final int UNKNOWN = -1;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /// Empty where the octets are not a picture.
  static Optional<ImageHeader> of(byte[] octets) {
    if (starts(octets, 0, PNG)) {
      return Optional.of(sized(Format.PNG, big(octets, 16, 4), big(octets, 20, 4)));
    }
    if (starts(octets, 0, ascii("GIF8"))) {
      return Optional.of(gif(octets));
    }
    if (octets.length > 3
        && at(octets, 0) == 0xff
        && at(octets, 1) == 0xd8
        && at(octets, 2) == 0xff) {
      return Optional.of(jpeg(octets));
    }
    if (starts(octets, 0, ascii("BM")) && octets.length > 26 && little(octets, 14, 4) >= 40) {
      return Optional.of(sized(Format.BMP, little(octets, 18, 4), Math.abs(little(octets, 22, 4))));
    }
    if (starts(octets, 0, ascii("RIFF")) && starts(octets, 8, ascii("WEBP"))) {
      return Optional.of(webp(octets));
    }
    return Svg.of(octets)
        .filter(_ -> Svg.rich(octets))
        .map(svg -> sized(Format.SVG, svg.width(), svg.height()));
  }

  /// Whether width and height are known.
  boolean sized() {
    return width > 0 && height > 0;
  }

  long area() {
    return (long) width * height;
  }

  private static ImageHeader sized(Format format, int width, int height) {
    return width > 0 && height > 0
        ? new ImageHeader(format, width, height, 1)
        : new ImageHeader(format, UNKNOWN, UNKNOWN, 1);
  }

  /// The larger of the screen and the first picture on it.
  private static ImageHeader gif(byte[] octets) {
    int width = little(octets, 6, 2);
    int height = little(octets, 8, 2);
    int flags = at(octets, 10);
    int at = 13 + ((flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0);
    while (at + 9 < octets.length) {
      int block = at(octets, at);
      if (block == 0x2c) {
        return sized(
            Format.GIF,
            Math.max(width, little(octets, at + 5, 2)),
            Math.max(height, little(octets, at + 7, 2)));
      }
      if (block != 0x21) {
        break;
      }
      at += 2;
      while (at < octets.length && at(octets, at) != 0) {
        at += at(octets, at) + 1;
      }
      at++;
    }
    return sized(Format.GIF, UNKNOWN, UNKNOWN);
  }

  /// Walks the segments to the frame header, then counts the scans.
  private static ImageHeader jpeg(byte[] octets) {
    int width = UNKNOWN;
    int height = UNKNOWN;
    int scans = 0;
    int at = 2;
    while (at + 3 < octets.length) {
      if (at(octets, at) != 0xff) {
        at++;
        continue;
      }
      int marker = at(octets, at + 1);
      if (marker == 0xff) {
        at++;
      } else if (marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2;
      } else if (marker == 0xd9) {
        break;
      } else {
        boolean frame =
            marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame && width == UNKNOWN) {
          height = big(octets, at + 5, 2);
          width = big(octets, at + 7, 2);
        }
        if (marker == 0xda) {
          scans++;
        }
        at += 2 + Math.max(2, big(octets, at + 2, 2));
      }
    }
    return width > 0 && height > 0
        ? new ImageHeader(Format.JPEG, width, height, Math.max(1, scans))
        : new ImageHeader(Format.JPEG, UNKNOWN, UNKNOWN, 1);
  }

  private static ImageHeader webp(byte[] octets) {
    return WebP.of(octets)
        .map(picture ->
            sized(
                picture.lossless() ? Format.WEBP_LOSSLESS : Format.WEBP,
                picture.width(),
                picture.height()))
        .orElse(new ImageHeader(Format.WEBP, UNKNOWN, UNKNOWN, 1));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean starts(byte[] octets, int from, byte[] start) {
    return octets.length >= from + start.length
        && java.util.Arrays.equals(octets, from, from + start.length, start, 0, start.length);
  }

  /// The octet, 0 behind the end.
  private static int at(byte[] octets, int at) {
    return at < octets.length ? octets[at] & 0xff : 0;
  }

  private static int big(byte[] octets, int from, int length) {
    int value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | at(octets, from + i);
    }
    return value;
  }

  private static int little(byte[] octets, int from, int length) {
    int value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | at(octets, from + i);
    }
    return value;
  }
}
