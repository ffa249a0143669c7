package org.postern.engine.facts;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Colours of HTML and CSS, as 0xRRGGBB.
final class Colours {

  /// Nothing is said.
  static final int UNSAID = -1;

  /// Something is said that cannot be told: a picture, a gradient.
  static final int UNKNOWN = -2;

  /// Nothing is to be seen.
  static final int TRANSPARENT = -3;

  static final int BLACK = 0;
  static final int WHITE = 0xffffff;
  static final int LINK = 0x0000ee;

  private static final Pattern APART = Pattern.compile("[,\\s/]+");
  private static final int NEAR = 40;
  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry("white", WHITE),
          Map.entry("black", BLACK),
          Map.entry("snow", 0xfffafa),
          Map.entry("ivory", 0xfffff0),
          Map.entry("whitesmoke", 0xf5f5f5),
          Map.entry("ghostwhite", 0xf8f8ff),
          Map.entry("floralwhite", 0xfffaf0),
          Map.entry("azure", 0xf0ffff),
          Map.entry("mintcream", 0xf5fffa),
          Map.entry("seashell", 0xfff5ee),
          Map.entry("linen", 0xfaf0e6),
          Map.entry("red", 0xff0000),
          Map.entry("green", 0x008000),
          Map.entry("lime", 0x00ff00),
          Map.entry("blue", 0x0000ff),
          Map.entry("navy", 0x000080),
          Map.entry("yellow", 0xffff00),
          Map.entry("orange", 0xffa500),
          Map.entry("purple", 0x800080),
          Map.entry("maroon", 0x800000),
          Map.entry("gray", 0x808080),
          Map.entry("grey", 0x808080),
          Map.entry("silver", 0xc0c0c0),
          Map.entry("lightgray", 0xd3d3d3),
          Map.entry("lightgrey", 0xd3d3d3),
          Map.entry("darkgray", 0xa9a9a9),
          Map.entry("darkgrey", 0xa9a9a9),
          Map.entry("teal", 0x008080),
          Map.entry("aqua", 0x00ffff),
          Map.entry("fuchsia", 0xff00ff),
          Map.entry("transparent", TRANSPARENT));

  private Colours() {}

  /// A colour of text; `UNKNOWN` where it is none of those understood.
  static int parse(String value) {
    if (value.startsWith("#")) {
      return hex(value.substring(1));
    }
    if (value.startsWith("rgb")) {
      return rgb(value);
    }
    Integer named = NAMES.get(value);
    if (named != null) {
      return named;
    }
    return value.equals("inherit") || value.isEmpty() ? UNSAID : UNKNOWN;
  }

  /// The attributes of old take hex digits without the number sign too.
  static int attribute(String value) {
    String plain = value.strip().toLowerCase(Locale.ROOT);
    int colour = parse(plain);
    return colour == UNKNOWN && plain.length() == 6 ? hex(plain) : colour;
  }

  /// What a background says: its colour, or `UNKNOWN` where pictures take part. A transparent one
  /// says nothing.
  static int background(String value) {
    if (value.contains("url(") || value.contains("gradient")) {
      return UNKNOWN;
    }
    int colour = parse(value);
    if (colour == UNKNOWN && value.indexOf(' ') > 0 && !value.startsWith("rgb")) {
      colour = parse(value.substring(0, value.indexOf(' ')));
    }
    return colour == TRANSPARENT || value.equals("none") ? UNSAID : colour;
  }

  private static int hex(String digits) {
    if (digits.length() != 3 && digits.length() != 6) {
      return UNKNOWN;
    }
    int colour = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), 16);
      if (digit < 0) {
        return UNKNOWN;
      }
      colour = digits.length() == 3 ? colour << 8 | digit * 17 : colour << 4 | digit;
    }
    return colour;
  }

  private static int rgb(String value) {
    int open = value.indexOf('(');
    int close = value.indexOf(')');
    if (open < 0 || close < open || close - open > 60) {
      return UNKNOWN;
    }
    String all = value.substring(open + 1, close);
    String[] numbers = APART.split(all);
    if (numbers.length < 3) {
      return UNKNOWN;
    }
    int colour = 0;
    for (int i = 0; i < 3; i++) {
      double channel = number(numbers[i].strip());
      if (!(channel >= 0 && channel <= 255)) {
        return UNKNOWN;
      }
      colour = colour << 8 | (int) channel;
    }
    if (numbers.length > 3) {
      double alpha = number(numbers[3]);
      return alpha == 0 ? TRANSPARENT : alpha < 1 ? UNKNOWN : colour;
    }
    return colour;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  /// Whether text of the one colour cannot be read on the other.
  static boolean alike(int text, int background) {
    if (text == TRANSPARENT) {
      return true;
    }
    if (text < 0 || background < 0) {
      return false;
    }
    int distance = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      distance += Math.abs((text >> shift & 255) - (background >> shift & 255));
    }
    return distance <= NEAR;
  }
}
