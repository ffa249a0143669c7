package org.postern.engine.evaluate;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/// Draws PNG, at twice the size so that it stays sharp on dense screens. Needs a font on the
/// machine, no screen.
///
/// One thread: that of whoever draws.
final class PngCanvas implements Canvas {

  private static final int SCALE = 2;

  private final BufferedImage image;
  private final Graphics2D graphics;

  PngCanvas(int width, int height) {
    image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
  }

  @Override
  public void line(double x1, double y1, double x2, double y2, Ink ink) {
    graphics.setColor(new Color(ink.rgb()));
    graphics.setStroke(new BasicStroke(1));
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void path(double[] points, Ink ink) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i + 1 < points.length; i += 2) {
      if (i == 0) {
        path.moveTo(points[i], points[i + 1]);
      } else {
        path.lineTo(points[i], points[i + 1]);
      }
    }
    graphics.setColor(new Color(ink.rgb()));
    graphics.setStroke(new BasicStroke(2));
    graphics.draw(path);
  }

  @Override
  public void box(double x, double y, double width, double height, Ink ink) {
    graphics.setColor(new Color(ink.rgb()));
    graphics.fill(new Rectangle2D.Double(x, y, width, height));
  }

  @Override
  public void text(double x, double y, String text, boolean endsThere) {
    graphics.setColor(new Color(0x222222));
    double start = endsThere ? x - graphics.getFontMetrics().stringWidth(text) : x;
    graphics.drawString(text, (float) start, (float) y);
  }

  /// The drawing so far, as a file.
  byte[] octets() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
