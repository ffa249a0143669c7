package org.postern.engine.svg;

import java.awt.BasicStroke;
import java.util.Map;

/// How shapes are painted, inherited from element to element.
///
/// @param shown whether anything is to be seen
/// @param opacity of the group that an element stands in
record Look(
    String fill,
    String stroke,
    String color,
    double strokeWidth,
    int cap,
    double fillOpacity,
    double strokeOpacity,
    double opacity,
    boolean evenOdd,
    boolean shown) {

  static final Look FIRST =
      new Look("black", "none", "black", 1, BasicStroke.CAP_BUTT, 1, 1, 1, false, true);

  Look with(Map<String, String> said) {
    if (said.isEmpty()) {
      return this;
    }
    String ownColor = text(said, "color", color);
    return new Look(
        text(said, "fill", fill),
        text(said, "stroke", stroke),
        ownColor,
        Numbers.length(said.getOrDefault("stroke-width", ""), 1, strokeWidth),
        switch (said.getOrDefault("stroke-linecap", "")) {
          case "butt" -> BasicStroke.CAP_BUTT;
          case "square" -> BasicStroke.CAP_SQUARE;
          case "round" -> BasicStroke.CAP_ROUND;
          default -> cap;
        },
        share(said, "fill-opacity", fillOpacity),
        share(said, "stroke-opacity", strokeOpacity),
        opacity * share(said, "opacity", 1),
        said.containsKey("fill-rule") ? said.get("fill-rule").equals("evenodd") : evenOdd,
        seen(said));
  }

  /// Who is not displayed shows none within; what is hidden may hold something visible.
  private boolean seen(Map<String, String> said) {
    return switch (said.getOrDefault("visibility", "")) {
      case "hidden", "collapse" -> false;
      case "visible" -> true;
      default -> shown;
    };
  }

  private static String text(Map<String, String> said, String name, String inherited) {
    String written = said.getOrDefault(name, "inherit");
    String value = written.startsWith("url(") ? written : Svg.lower(written);
    return value.equals("inherit") || value.isEmpty() ? inherited : value;
  }

  private static double share(Map<String, String> said, String name, double otherwise) {
    return Math.clamp(Numbers.length(said.getOrDefault(name, ""), 1, otherwise), 0, 1);
  }
}
