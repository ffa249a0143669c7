package org.postern.engine.svg;

import java.awt.geom.AffineTransform;
import java.util.List;

/// What part of the plane a picture shows.
record Viewport(double x, double y, double width, double height) {

  private static final double WIDTH = 300;
  private static final double HEIGHT = 150;

  /// By its `viewBox`, or else its width and height.
  static Viewport of(Markup.Element svg) {
    List<Double> box = Numbers.list(svg.attribute("viewbox"), 4);
    if (box.size() == 4 && plausible(box.get(2)) && plausible(box.get(3))) {
      return new Viewport(box.get(0), box.get(1), box.get(2), box.get(3));
    }
    double width = Numbers.length(svg.attribute("width"), WIDTH, WIDTH);
    double height = Numbers.length(svg.attribute("height"), HEIGHT, HEIGHT);
    return new Viewport(
        0, 0, plausible(width) ? width : WIDTH, plausible(height) ? height : HEIGHT);
  }

  private static boolean plausible(double side) {
    return side > 1e-3 && side < 1e6;
  }

  /// From its plane to a box, as large as it fits, in the middle.
  AffineTransform into(double left, double top, double wide, double high) {
    double scale = Math.min(wide / width, high / height);
    AffineTransform all = AffineTransform.getTranslateInstance(left, top);
    all.translate((wide - width * scale) / 2, (high - height * scale) / 2);
    all.scale(scale, scale);
    all.translate(-x, -y);
    return all;
  }
}
