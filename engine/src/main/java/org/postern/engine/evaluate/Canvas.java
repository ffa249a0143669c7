package org.postern.engine.evaluate;

/// What a chart is drawn on. Coordinates are pixels from the upper left corner.
interface Canvas {

  /// A line.
  void line(double x1, double y1, double x2, double y2, Ink ink);

  /// Lines through points, given as x and y in turn.
  void path(double[] points, Ink ink);

  /// A filled rectangle.
  void box(double x, double y, double width, double height, Ink ink);

  /// Text whose base line begins, or ends, at the point.
  void text(double x, double y, String text, boolean endsThere);

  /// The colours of the charts, which those who see few colours can tell apart.
  enum Ink {
    AXIS(0x444444),
    GRID(0xdddddd),
    HAM(0x0072b2),
    INFOMAIL(0xe69f00),
    SPAM(0xd55e00);

    private final int rgb;

    Ink(int rgb) {
      this.rgb = rgb;
    }

    int rgb() {
      return rgb;
    }

    static Ink of(Label label) {
      return switch (label) {
        case HAM -> HAM;
        case INFOMAIL -> INFOMAIL;
        case SPAM -> SPAM;
      };
    }
  }
}
