package org.postern.engine.image;

import java.util.ArrayList;
import java.util.List;

/// Turns a map of how likely each pixel belongs to text into boxes around lines: the second half of
/// "Real-time Scene Text Detection with Differentiable Binarization" (Liao and others, 2020).
final class TextMap {

  /// From this likelihood on a pixel counts as text, and a box when its pixels do so on average.
  private static final float PIXEL = 0.3f;

  private static final double BOX = 0.5;

  /// The map shows the core of each line; this is how much larger the line is.
  private static final double GROWTH = 1.6;

  private static final int LEAST_SIDE = 3;
  private static final int LEAST_PIXELS = 10;

  private final float[] likely;
  private final int width;
  private final int height;
  private final boolean[] seen;

  /// @param likely row by row, 0 to 1
  TextMap(float[] likely, int width, int height) {
    this.likely = likely;
    this.width = width;
    this.height = height;
    this.seen = new boolean[likely.length];
  }

  /// The lines, at most so many, the largest first.
  List<TextBox> boxes(int most) {
    List<TextBox> boxes = new ArrayList<>();
    int[] stack = new int[likely.length];
    for (int start = 0; start < likely.length; start++) {
      if (!seen[start] && likely[start] > PIXEL) {
        box(start, stack, boxes);
      }
    }
    boxes.sort((a, b) -> Double.compare(b.width() * b.height(), a.width() * a.height()));
    return List.copyOf(boxes.subList(0, Math.min(most, boxes.size())));
  }

  /// Fills the area that hangs together with this pixel, and adds the box around it.
  private void box(int start, int[] stack, List<TextBox> boxes) {
    List<TextBox.Point> edge = new ArrayList<>();
    int depth = 0;
    int count = 0;
    double sum = 0;
    stack[depth++] = start;
    seen[start] = true;
    while (depth > 0) {
      int at = stack[--depth];
      int x = at % width;
      int y = at / width;
      count++;
      sum += likely[at];
      boolean inside = true;
      for (int i = 0; i < 9; i++) {
        int nextX = x + i % 3 - 1;
        int nextY = y + i / 3 - 1;
        if (nextX < 0 || nextY < 0 || nextX >= width || nextY >= height) {
          inside = false;
          continue;
        }
        int next = nextY * width + nextX;
        if (likely[next] <= PIXEL) {
          inside = false;
        } else if (!seen[next]) {
          seen[next] = true;
          stack[depth++] = next;
        }
      }
      if (!inside) {
        edge.add(new TextBox.Point(x, y));
      }
    }
    if (count >= LEAST_PIXELS && sum / count >= BOX) {
      TextBox.around(edge)
          .filter(box -> Math.min(box.width(), box.height()) >= LEAST_SIDE)
          .ifPresent(box ->
              boxes.add(
                  box.grown(
                      box.width() * box.height() * GROWTH / (2 * (box.width() + box.height())))));
    }
  }
}
