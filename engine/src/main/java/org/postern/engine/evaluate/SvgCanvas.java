package org.postern.engine.evaluate;

import java.util.Locale;

/// Draws SVG.
///
/// One thread: that of whoever draws.
final class SvgCanvas implements Canvas {

  private final StringBuilder svg = new StringBuilder();

  SvgCanvas(int width, int height) {
    add(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">",
            width,
            height,
            width,
            height));
    add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }

  @Override
  public void line(double x1, double y1, double x2, double y2, Ink ink) {
    add(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
            x1,
            y1,
            x2,
            y2,
            colour(ink)));
  }

  @Override
  public void path(double[] points, Ink ink) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i + 1 < points.length; i += 2) {
      list.append(String.format(Locale.ROOT, "%.1f,%.1f ", points[i], points[i + 1]));
    }
    add(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
            list.toString().strip(),
            colour(ink)));
  }

  @Override
  public void box(double x, double y, double width, double height, Ink ink) {
    add(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
            x,
            y,
            width,
            height,
            colour(ink)));
  }

  @Override
  public void text(double x, double y, String text, boolean endsThere) {
    add(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" fill=\"#222222\"%s>%s</text>",
            x,
            y,
            endsThere ? " text-anchor=\"end\"" : "",
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private static String colour(Ink ink) {
    return String.format(Locale.ROOT, "#%06x", ink.rgb());
  }

  /// The drawing so far, complete.
  @Override
  public String toString() {
    return svg + "</svg>\n";
  }
}
