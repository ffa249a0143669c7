package org.postern.engine.svg;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Colours of SVG as far as light and dark go.
final class Colour {

  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry("white", 0xffffff),
          Map.entry("snow", 0xfffafa),
          Map.entry("ivory", 0xfffff0),
          Map.entry("azure", 0xf0ffff),
          Map.entry("linen", 0xfaf0e6),
          Map.entry("beige", 0xf5f5dc),
          Map.entry("seashell", 0xfff5ee),
          Map.entry("mintcream", 0xf5fffa),
          Map.entry("gainsboro", 0xdcdcdc),
          Map.entry("lavender", 0xe6e6fa),
          Map.entry("silver", 0xc0c0c0),
          Map.entry("gray", 0x808080),
          Map.entry("grey", 0x808080),
          Map.entry("yellow", 0xffff00),
          Map.entry("aqua", 0x00ffff),
          Map.entry("cyan", 0x00ffff),
          Map.entry("lime", 0x00ff00),
          Map.entry("orange", 0xffa500),
          Map.entry("gold", 0xffd700),
          Map.entry("pink", 0xffc0cb),
          Map.entry("red", 0xff0000),
          Map.entry("green", 0x008000),
          Map.entry("blue", 0x0000ff));

  private static final int LIGHT = 0xe8e8e8;

  private Colour() {}

  /// Empty where nothing is painted; black where it is not understood.
  ///
  /// @param value in small letters
  static Optional<Color> parse(String value) {
    if (value.equals("none") || value.equals("transparent")) {
      return Optional.empty();
    }
    if (value.startsWith("#")) {
      return Optional.of(hex(value.substring(1)));
    }
    int bracket = value.indexOf('(');
    if (value.startsWith("rgb") && bracket > 0) {
      return Optional.of(numbers(value.substring(bracket + 1)));
    }
    if (value.startsWith("hsl") && bracket > 0) {
      int percent = value.lastIndexOf(',');
      double lightness = Numbers.length(value.substring(percent + 1).replace(")", ""), 1, 0);
      return Optional.of(new Color(Color.HSBtoRGB(0, 0, (float) Math.clamp(lightness, 0, 1))));
    }
    boolean light = value.contains("light") || value.contains("white") || value.contains("pale");
    return Optional.of(new Color(NAMES.getOrDefault(value, light ? LIGHT : 0)));
  }

  private static Color hex(String digits) {
    boolean few = digits.length() < 6;
    int[] parts = {0, 0, 0, 255};
    for (int i = 0; i < parts.length; i++) {
      int from = few ? i : 2 * i;
      if (from + (few ? 0 : 1) < digits.length()) {
        int high = Math.max(0, Character.digit(digits.charAt(from), 16));
        int low = few ? high : Math.max(0, Character.digit(digits.charAt(from + 1), 16));
        parts[i] = 16 * high + low;
      }
    }
    return new Color(parts[0], parts[1], parts[2], parts[3]);
  }

  private static Color numbers(String list) {
    boolean percent = list.contains("%");
    List<Double> parts = Numbers.list(list.replace("%", " ").replace("/", " "), 4);
    int[] all = {0, 0, 0};
    for (int i = 0; i < Math.min(parts.size(), all.length); i++) {
      all[i] = (int) Math.clamp(parts.get(i) * (percent ? 2.55 : 1), 0, 255);
    }
    double alpha = parts.size() == 4 ? Math.clamp(parts.get(3), 0, 1) : 1;
    return new Color(all[0], all[1], all[2], (int) (255 * alpha));
  }
}
