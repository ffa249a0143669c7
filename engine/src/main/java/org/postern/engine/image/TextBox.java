package org.postern.engine.image;

import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A line of text in a picture: a rectangle that may be turned.
///
/// @param x of its middle, in pixels
/// @param y of its middle
/// @param width along the line
/// @param height across it
/// @param angle of the line against the horizontal, in radians, between -π/2 and π/2
record TextBox(double x, double y, double width, double height, double angle) {

  /// A point of a picture.
  record Point(int x, int y) {}

  /// The smallest rectangle around points; empty where they are fewer than three or on one line.
  static Optional<TextBox> around(List<Point> points) {
    List<Point> hull = hull(points);
    if (hull.size() < 3) {
      return Optional.empty();
    }
    TextBox best = null;
    for (int i = 0; i < hull.size(); i++) {
      Point from = hull.get(i);
      Point to = hull.get((i + 1) % hull.size());
      TextBox box = along(hull, Math.atan2((double) to.y - from.y, (double) to.x - from.x));
      if (best == null || box.width * box.height < best.width * best.height) {
        best = box;
      }
    }
    return Optional.ofNullable(best);
  }

  /// The rectangle around the points whose sides run at this angle.
  private static TextBox along(List<Point> hull, double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (Point point : hull) {
      double u = point.x * cos + point.y * sin;
      double v = point.y * cos - point.x * sin;
      left = Math.min(left, u);
      right = Math.max(right, u);
      top = Math.min(top, v);
      bottom = Math.max(bottom, v);
    }
    double u = (left + right) / 2;
    double v = (top + bottom) / 2;
    return new TextBox(u * cos - v * sin, u * sin + v * cos, right - left, bottom - top, angle)
        .levelled();
  }

  /// The same rectangle, its angle between -45 and 45 degrees.
  private TextBox levelled() {
    double turned = angle;
    boolean swapped = false;
    while (turned > Math.PI / 4) {
      turned -= Math.PI / 2;
      swapped = !swapped;
    }
    while (turned < -Math.PI / 4) {
      turned += Math.PI / 2;
      swapped = !swapped;
    }
    return swapped
        ? new TextBox(x, y, height, width, turned)
        : new TextBox(x, y, width, height, turned);
  }

  /// Larger by so much on every side.
  TextBox grown(double by) {
    return new TextBox(x, y, width + 2 * by, height + 2 * by, angle);
  }

  /// In a picture that is so many times as large.
  TextBox scaled(double byX, double byY) {
    return new TextBox(x * byX, y * byY, width * byX, height * byY, angle);
  }

  /// Moves the rectangle's upper left corner to 0, 0 and stretches it to that height.
  AffineTransform to(double lineHeight) {
    double scale = lineHeight / height;
    AffineTransform transform = AffineTransform.getScaleInstance(scale, scale);
    transform.translate(width / 2, height / 2);
    transform.rotate(-angle);
    transform.translate(-x, -y);
    return transform;
  }

  /// In the order of reading: from the top down, on one line from the left.
  static List<TextBox> inOrder(List<TextBox> boxes) {
    List<TextBox> sorted = new ArrayList<>(boxes);
    sorted.sort(Comparator.comparingDouble(TextBox::y));
    List<TextBox> ordered = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || sorted.get(i).besideOf(sorted.get(from))) {
        List<TextBox> line = new ArrayList<>(sorted.subList(from, i));
        line.sort(Comparator.comparingDouble(TextBox::x));
        ordered.addAll(line);
        from = i;
      }
    }
    return ordered;
  }

  private boolean besideOf(TextBox first) {
    return y - first.y > Math.min(height, first.height) / 2;
  }

  /// Convex hull, by Andrew's monotone chain.
  private static List<Point> hull(List<Point> points) {
    List<Point> sorted =
        points.stream()
            .sorted(Comparator.comparingInt(Point::x).thenComparingInt(Point::y))
            .distinct()
            .toList();
    if (sorted.size() < 3) {
      return sorted;
    }
    List<Point> hull = half(sorted);
    hull.addAll(half(sorted.reversed()));
    return hull;
  }

  private static List<Point> half(List<Point> points) {
    List<Point> half = new ArrayList<>();
    for (Point point : points) {
      while (half.size() > 1 && !left(half.get(half.size() - 2), half.getLast(), point)) {
        half.removeLast();
      }
      half.add(point);
    }
    half.removeLast();
    return half;
  }

  private static boolean left(Point a, Point b, Point c) {
    return (long) (b.x - a.x) * (c.y - a.y) - (long) (b.y - a.y) * (c.x - a.x) > 0;
  }
}
