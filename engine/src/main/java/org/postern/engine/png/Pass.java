package org.postern.engine.png;

import java.util.List;

/// Which pixels lie together: all of them, or every `acrossStep`-th of every `downStep`-th line.
record Pass(int across, int down, int acrossStep, int downStep) {

  private static final List<Pass> WHOLE = List.of(new Pass(0, 0, 1, 1));

  /// Section 8.2 of the specification.
  private static final List<Pass> ADAM7 =
      List.of(
          new Pass(0, 0, 8, 8),
          new Pass(4, 0, 8, 8),
          new Pass(0, 4, 4, 8),
          new Pass(2, 0, 4, 4),
          new Pass(0, 2, 2, 4),
          new Pass(1, 0, 2, 2),
          new Pass(0, 1, 1, 2));

  static List<Pass> of(Head head) {
    return head.interlaced() ? ADAM7 : WHOLE;
  }

  /// How many of a line's pixels.
  int columns(int width) {
    return parts(width - across, acrossStep);
  }

  /// How many lines.
  int lines(int height) {
    return parts(height - down, downStep);
  }

  static int parts(int of, int step) {
    return of <= 0 ? 0 : (of + step - 1) / step;
  }
}
