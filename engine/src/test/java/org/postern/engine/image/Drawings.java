package org.postern.engine.image;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.MultiFormatWriter;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/// Draws pictures for tests.
public final class Drawings {

  private Drawings() {}

  /// A QR code, `pixels` for each module.
  public static BufferedImage qr(String text, int pixels) {
    return code(BarcodeFormat.QR_CODE, text, pixels);
  }

  /// A code of any kind, with its margin.
  public static BufferedImage code(BarcodeFormat format, String text, int pixels) {
    BitMatrix modules = modules(format, text, 4);
    BufferedImage image = blank(modules.getWidth() * pixels, modules.getHeight() * pixels);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (modules.get(x / pixels, y / pixels)) {
          image.setRGB(x, y, 0);
        }
      }
    }
    return image;
  }

  /// The modules of a code, one by one.
  public static BitMatrix modules(BarcodeFormat format, String text, int margin) {
    try {
      return new MultiFormatWriter()
          .encode(text, format, 1, 1, Map.of(EncodeHintType.MARGIN, margin));
    } catch (WriterException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  /// A QR code drawn with letters, two modules in each.
  public static String letters(String text) {
    BitMatrix modules = modules(BarcodeFormat.QR_CODE, text, 2);
    return halves(modules, "\n", " ");
  }

  /// A QR code in SVG: its rows as lines, one behind the other.
  public static String svg(String text) {
    BitMatrix modules = modules(BarcodeFormat.QR_CODE, text, 4);
    StringBuilder lines = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y++) {
      lines.append("M0 ").append(y).append(".5");
      for (int x = 0; x < modules.getWidth(); x++) {
        lines.append(modules.get(x, y) ? "h1" : "m1 0");
      }
    }
    int side = modules.getWidth();
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">".formatted(side, side)
        + "<path fill=\"#ffffff\" d=\"M0 0h%dv%dH0z\"/>".formatted(side, side)
        + "<path stroke=\"#000000\" d=\""
        + lines
        + "\"/></svg>";
  }

  static String halves(BitMatrix modules, String end, String light) {
    StringBuilder lines = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y += 2) {
      for (int x = 0; x < modules.getWidth(); x++) {
        boolean top = modules.get(x, y);
        boolean bottom = y + 1 < modules.getHeight() && modules.get(x, y + 1);
        lines.append(top ? bottom ? "█" : "▀" : bottom ? "▄" : light);
      }
      lines.append(end);
    }
    return lines.toString();
  }

  /// Lines of text in dark letters.
  public static BufferedImage words(String... lines) {
    BufferedImage image = blank(640, 60 + 40 * lines.length);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(new Color(0x142850));
    graphics.setFont(font().deriveFont(22f));
    for (int i = 0; i < lines.length; i++) {
      graphics.drawString(lines[i], 40, 60 + 40 * i);
    }
    graphics.dispose();
    return image;
  }

  /// One that comes with a library: machines without fonts exist.
  static Font font() {
    try (InputStream in =
        FontMappers.class.getResourceAsStream(
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
      return Font.createFont(Font.TRUETYPE_FONT, Objects.requireNonNull(in));
    } catch (IOException | FontFormatException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// A white picture.
  public static BufferedImage blank(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return image;
  }

  /// One picture in another of the given size.
  public static BufferedImage within(BufferedImage small, int width, int height, int x, int y) {
    BufferedImage image = blank(width, height);
    Graphics2D graphics = image.createGraphics();
    graphics.drawImage(small, x, y, null);
    graphics.dispose();
    return image;
  }

  /// As a file: `png`, `jpeg`, `gif`, `bmp`.
  public static byte[] file(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return out.toByteArray();
  }
}
