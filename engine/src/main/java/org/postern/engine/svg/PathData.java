package org.postern.engine.svg;

import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;

/// Reads the `d` of a path, up to the first that makes no sense. One use.
///
/// Source: SVG 1.1 section 8.3
final class PathData {

  private static final String COMMANDS = "MLHVCSQTAZ";

  private final Numbers numbers;
  private final Path2D.Double path = new Path2D.Double();
  private int left;
  private double x;
  private double y;
  private double startX;
  private double startY;

  /// Of a curve before, for one that goes on smoothly.
  private double controlX;

  private double controlY;

  private PathData(String data, int most) {
    this.numbers = new Numbers(data);
    this.left = most;
  }

  /// @param most corners that are read
  static Path2D.Double read(String data, int most) {
    PathData reader = new PathData(data, most);
    reader.read();
    return reader.path;
  }

  private void read() {
    char command = 0;
    char before = 0;
    while (left-- > 0) {
      char next = numbers.peek();
      if (Character.isLetter(next)) {
        command = numbers.letter();
      } else if (!numbers.more() || command == 'z' || command == 'Z') {
        return;
      }
      char upper = Character.toUpperCase(command);
      if (COMMANDS.indexOf(upper) < 0 || (path.getCurrentPoint() == null && upper != 'M')) {
        return;
      }
      boolean relative = command != upper;
      step(upper, relative, before);
      before = upper;
      if (upper == 'M') {
        command = relative ? 'l' : 'L';
      }
    }
  }

  private void step(char command, boolean relative, char before) {
    double fromX = relative ? x : 0;
    double fromY = relative ? y : 0;
    switch (command) {
      case 'M' -> {
        to(fromX + numbers.next(), fromY + numbers.next());
        path.moveTo(x, y);
        startX = x;
        startY = y;
      }
      case 'H' -> line(fromX + numbers.next(), y);
      case 'V' -> line(x, fromY + numbers.next());
      case 'C', 'S' -> cubic(command == 'S', before == 'C' || before == 'S', fromX, fromY);
      case 'Q', 'T' -> quadratic(command == 'T', before == 'Q' || before == 'T', fromX, fromY);
      case 'A' -> arc(fromX, fromY);
      case 'Z' -> {
        path.closePath();
        to(startX, startY);
      }
      default -> line(fromX + numbers.next(), fromY + numbers.next());
    }
  }

  private void to(double nextX, double nextY) {
    x = nextX;
    y = nextY;
  }

  private void line(double nextX, double nextY) {
    to(nextX, nextY);
    path.lineTo(x, y);
  }

  private void cubic(boolean smooth, boolean goesOn, double fromX, double fromY) {
    double firstX = goesOn ? 2 * x - controlX : x;
    double firstY = goesOn ? 2 * y - controlY : y;
    if (!smooth) {
      firstX = fromX + numbers.next();
      firstY = fromY + numbers.next();
    }
    controlX = fromX + numbers.next();
    controlY = fromY + numbers.next();
    to(fromX + numbers.next(), fromY + numbers.next());
    path.curveTo(firstX, firstY, controlX, controlY, x, y);
  }

  private void quadratic(boolean smooth, boolean goesOn, double fromX, double fromY) {
    controlX = goesOn ? 2 * x - controlX : x;
    controlY = goesOn ? 2 * y - controlY : y;
    if (!smooth) {
      controlX = fromX + numbers.next();
      controlY = fromY + numbers.next();
    }
    to(fromX + numbers.next(), fromY + numbers.next());
    path.quadTo(controlX, controlY, x, y);
  }

  /// Source: SVG 1.1 section F.6.5
  private void arc(double fromX, double fromY) {
    double radiusX = Math.abs(numbers.next());
    double radiusY = Math.abs(numbers.next());
    double turn = Math.toRadians(numbers.next());
    boolean large = numbers.flag();
    boolean sweep = numbers.flag();
    double beforeX = x;
    double beforeY = y;
    to(fromX + numbers.next(), fromY + numbers.next());
    double halfX = (beforeX - x) / 2;
    double halfY = (beforeY - y) / 2;
    double turnedX = Math.cos(turn) * halfX + Math.sin(turn) * halfY;
    double turnedY = Math.cos(turn) * halfY - Math.sin(turn) * halfX;
    double reach = Math.hypot(turnedX / radiusX, turnedY / radiusY);
    if (!(reach > 0) || Double.isInfinite(reach)) {
      path.lineTo(x, y);
      return;
    }
    double grown = Math.max(1, reach);
    double wide = radiusX * grown;
    double high = radiusY * grown;
    double off = Math.sqrt(Math.max(0, 1 / (reach / grown) / (reach / grown) - 1));
    off = large == sweep ? -off : off;
    double centerX = off * wide * turnedY / high;
    double centerY = -off * high * turnedX / wide;
    double start = Math.atan2((turnedY - centerY) / high, (turnedX - centerX) / wide);
    double end = Math.atan2((-turnedY - centerY) / high, (-turnedX - centerX) / wide);
    double extent = end - start;
    if (sweep && extent < 0) {
      extent += 2 * Math.PI;
    } else if (!sweep && extent > 0) {
      extent -= 2 * Math.PI;
    }
    AffineTransform place =
        AffineTransform.getTranslateInstance((beforeX + x) / 2, (beforeY + y) / 2);
    place.rotate(turn);
    Arc2D arc =
        new Arc2D.Double(
            centerX - wide,
            centerY - high,
            2 * wide,
            2 * high,
            // angles of this class go against the clock
            -Math.toDegrees(start),
            -Math.toDegrees(extent),
            Arc2D.OPEN);
    path.append(place.createTransformedShape(arc), true);
  }
}
