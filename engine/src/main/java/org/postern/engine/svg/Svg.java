package org.postern.engine.svg;

import java.awt.image.BufferedImage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A picture in SVG, and how large it is drawn. Thread-safe.
///
/// @param width in pixels of the drawing
public record Svg(int width, int height) {

  /// Longer files are not drawn.
  public static final int MOST_OCTETS = 1 << 20;

  /// Shorter ones hold no code.
  public static final int LEAST_OCTETS = 600;

  /// Of the longer side.
  private static final int PIXELS = 1_000;

  private static final double MOST_RATIO = 20;

  /// The first element stands within so many octets.
  private static final int HEAD = 8_000;

  /// Fewer corners draw a sign, and no code.
  private static final int LEAST_CORNERS = 100;

  private static final String CORNERS = "MLHVCSQTAZmlhvcsqtaz<";

  /// What came of drawing one.
  public sealed interface Drawing {
    record Done(BufferedImage image) implements Drawing {}

    record Refused(String why) implements Drawing {}
  }

  /// Empty where the octets are no SVG picture.
  public static Optional<Svg> of(byte[] octets) {
    if (octets.length < LEAST_OCTETS || !begins(octets)) {
      return Optional.empty();
    }
    String head = text(octets, HEAD);
    return Markup.first(head)
        .filter(root -> root.name().equals("svg"))
        .map(root -> sized(Viewport.of(root)));
  }

  /// Whether it holds as many corners as a code has; signs and logos hold fewer.
  public static boolean rich(byte[] octets) {
    int corners = 0;
    for (int i = 1; i < octets.length && corners < LEAST_CORNERS; i++) {
      int octet = octets[i];
      boolean place =
          (octet >= '0' && octet <= '9') || octet <= ' ' || octet == '-' || octet == '.';
      if (octets[i - 1] == '<' || (place && CORNERS.indexOf(octets[i - 1]) >= 0)) {
        corners++;
      }
    }
    return corners >= LEAST_CORNERS;
  }

  /// Draws it on white.
  ///
  /// @param late asked again and again whether to give up
  public static Drawing draw(byte[] octets, BooleanSupplier late) {
    if (octets.length > MOST_OCTETS) {
      return new Drawing.Refused(octets.length + " octets");
    }
    Optional<Markup.Element> root =
        Markup.read(text(octets, octets.length)).filter(first -> first.name().equals("svg"));
    if (root.isEmpty()) {
      return new Drawing.Refused("damaged: no svg");
    }
    Viewport viewport = Viewport.of(root.get());
    Svg size = sized(viewport);
    BufferedImage image = new BufferedImage(size.width, size.height, BufferedImage.TYPE_INT_RGB);
    String why = new Painter(image, root.get(), late).paint(viewport);
    return why.isEmpty() ? new Drawing.Done(image) : new Drawing.Refused(why);
  }

  private static Svg sized(Viewport viewport) {
    double ratio = Math.clamp(viewport.width() / viewport.height(), 1 / MOST_RATIO, MOST_RATIO);
    return ratio >= 1
        ? new Svg(PIXELS, (int) (PIXELS / ratio))
        : new Svg((int) (PIXELS * ratio), PIXELS);
  }

  /// A mark of the order of octets, or blanks, and then an angle bracket.
  private static boolean begins(byte[] octets) {
    for (int i = 0; i < 100; i++) {
      int octet = octets[i] & 0xff;
      if (octet == '<') {
        return true;
      }
      if (octet > ' ' && octet < 0xbb) {
        return false;
      }
    }
    return false;
  }

  private static String text(byte[] octets, int most) {
    int length = Math.min(octets.length, most);
    int mark = ((octets[0] & 0xff) << 8) | (octets[1] & 0xff);
    Charset charset =
        switch (mark) {
          case 0xfffe, '<' << 8 -> StandardCharsets.UTF_16LE;
          case 0xfeff, '<' -> StandardCharsets.UTF_16BE;
          default -> StandardCharsets.UTF_8;
        };
    return new String(octets, 0, length, charset);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
