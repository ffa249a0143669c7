package org.postern.engine.svg;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The outlines of elements, and how they are moved.
final class Shapes {

  /// Of all shapes of a picture.
  private static final int MOST_CORNERS = 200_000;

  private static final int MOST_MOVES = 20;
  private static final int LONGEST_MOVES = 2_000;
  private static final Pattern MOVE =
      Pattern.compile("([a-zA-Z]{1,12})\\s{0,20}\\(([^()]{0,300})\\)");

  private final Viewport viewport;
  private int corners;

  Shapes(Viewport viewport) {
    this.viewport = viewport;
  }

  /// Whether there were more corners than are drawn.
  boolean tooMany() {
    return corners > MOST_CORNERS;
  }

  /// Empty where an element has none.
  ///
  /// @param data of a path
  Optional<Path2D> of(Markup.Element element, String data) {
    Optional<Path2D> path =
        switch (element.name()) {
          case "rect" -> rectangle(element).map(Path2D.Double::new);
          case "circle" -> {
            double radius = across(element, "r");
            yield ellipse(element, radius, radius);
          }
          case "ellipse" -> ellipse(element, across(element, "rx"), down(element, "ry"));
          case "line" -> Optional.of(line(element));
          case "polygon" -> Optional.of(polygon(element, true));
          case "polyline" -> Optional.of(polygon(element, false));
          case "path" -> Optional.of(PathData.read(data, MOST_CORNERS + 2));
          default -> Optional.empty();
        };
    path.ifPresent(this::count);
    return path;
  }

  private void count(Path2D path) {
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      corners++;
    }
  }

  private double across(Markup.Element element, String name) {
    return Numbers.length(element.attribute(name), viewport.width(), 0);
  }

  private double down(Markup.Element element, String name) {
    return Numbers.length(element.attribute(name), viewport.height(), 0);
  }

  private Optional<Shape> rectangle(Markup.Element element) {
    double x = across(element, "x");
    double y = down(element, "y");
    double width = across(element, "width");
    double height = down(element, "height");
    if (!(width > 0 && height > 0)) {
      return Optional.empty();
    }
    double round = Math.max(across(element, "rx"), down(element, "ry"));
    return Optional.of(
        round > 0
            ? new RoundRectangle2D.Double(x, y, width, height, 2 * round, 2 * round)
            : new Rectangle2D.Double(x, y, width, height));
  }

  private Optional<Path2D> ellipse(Markup.Element element, double wide, double high) {
    double x = across(element, "cx");
    double y = down(element, "cy");
    return wide > 0 && high > 0
        ? Optional.of(
            new Path2D.Double(new Ellipse2D.Double(x - wide, y - high, 2 * wide, 2 * high)))
        : Optional.empty();
  }

  private Path2D line(Markup.Element element) {
    Path2D path = new Path2D.Double();
    path.moveTo(across(element, "x1"), down(element, "y1"));
    path.lineTo(across(element, "x2"), down(element, "y2"));
    return path;
  }

  private static Path2D polygon(Markup.Element element, boolean closed) {
    List<Double> points = Numbers.list(element.attribute("points"), MOST_CORNERS);
    Path2D path = new Path2D.Double();
    for (int i = 0; i + 1 < points.size(); i += 2) {
      if (i == 0) {
        path.moveTo(points.get(0), points.get(1));
      } else {
        path.lineTo(points.get(i), points.get(i + 1));
      }
    }
    if (closed && path.getCurrentPoint() != null) {
      path.closePath();
    }
    return path;
  }

  /// What a `transform` does.
  static AffineTransform moved(AffineTransform before, String transform) {
    if (transform.isEmpty()) {
      return before;
    }
    AffineTransform moved = new AffineTransform(before);
    Matcher matcher =
        MOVE.matcher(transform.substring(0, Math.min(LONGEST_MOVES, transform.length())));
    for (int i = 0; i < MOST_MOVES && matcher.find(); i++) {
      move(moved, Svg.lower(matcher.group(1)), Numbers.list(matcher.group(2).replace("px", ""), 6));
    }
    return moved;
  }

  private static void move(AffineTransform moved, String name, List<Double> by) {
    double first = by.isEmpty() ? 0 : by.get(0);
    double second = by.size() < 2 ? 0 : by.get(1);
    switch (name) {
      case "translate" -> moved.translate(first, second);
      case "translatex" -> moved.translate(first, 0);
      case "translatey" -> moved.translate(0, first);
      case "scale" -> moved.scale(first, by.size() < 2 ? first : second);
      case "rotate" -> moved.rotate(Math.toRadians(first), second, by.size() < 3 ? 0 : by.get(2));
      case "skewx" -> moved.shear(Math.tan(Math.toRadians(first)), 0);
      case "skewy" -> moved.shear(0, Math.tan(Math.toRadians(first)));
      case "matrix" -> {
        if (by.size() == 6) {
          moved.concatenate(
              new AffineTransform(first, second, by.get(2), by.get(3), by.get(4), by.get(5)));
        }
      }
      default -> {} // no other is known
    }
  }
}
