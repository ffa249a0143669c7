package org.postern.engine.facts;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a list of CSS declarations says about whether text can be seen. Everything that is not
/// understood counts as not said.
///
/// @param hides why nothing within can be seen, whatever it says of itself
/// @param invisible `visibility`, null where nothing is said
/// @param font size in pixels, `em` taken for 16 of them; `UNSAID` where nothing is said
/// @param colour of the text
/// @param background behind it
record Style(
    @Nullable Hiding hides, @Nullable Boolean invisible, double font, int colour, int background) {

  static final double UNSAID = Double.NaN;
  static final Style NONE = new Style(null, null, UNSAID, Colours.UNSAID, Colours.UNSAID);

  private static final int FAR = -500;

  static Style parse(String declarations) {
    if (declarations.isBlank()) {
      return NONE;
    }
    Reading reading = new Reading();
    int at = 0;
    while (at < declarations.length()) {
      int end = declarations.indexOf(';', at);
      end = end < 0 ? declarations.length() : end;
      int colon = declarations.indexOf(':', at, end);
      if (colon > at) {
        String name = declarations.substring(at, colon).strip();
        if (Reading.matters(name)) {
          String value = declarations.substring(colon + 1, end).strip();
          reading.take(name.toLowerCase(Locale.ROOT), plain(value));
        }
      }
      at = end + 1;
    }
    return reading.style();
  }

  private static String plain(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    int important = lower.indexOf('!');
    return important < 0 ? lower : lower.substring(0, important).strip();
  }

  /// What the second says, and what the first says where it says nothing.
  static Style over(Style below, Style above) {
    if (below.equals(NONE)) {
      return above;
    }
    if (above.equals(NONE)) {
      return below;
    }
    return new Style(
        above.hides != null ? above.hides : below.hides,
        above.invisible != null ? above.invisible : below.invisible,
        Double.isNaN(above.font) ? below.font : above.font,
        above.colour == Colours.UNSAID ? below.colour : above.colour,
        above.background == Colours.UNSAID ? below.background : above.background);
  }

  /// A length in pixels, roughly; NaN where it is none.
  static double length(String value) {
    int end = 0;
    while (end < value.length() && "+-.0123456789".indexOf(value.charAt(end)) >= 0) {
      end++;
    }
    if (end == 0 || end > 12) {
      return Double.NaN;
    }
    double number;
    try {
      number = Double.parseDouble(value.substring(0, end));
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
    return switch (value.substring(end).strip()) {
      case "", "px" -> number;
      case "pt" -> number * 4 / 3;
      case "em", "rem", "ex" -> number * 16;
      case "%" -> number * 16 / 100;
      case "vw", "vh", "cm", "in" -> number * 10;
      default -> Double.NaN;
    };
  }

  private static final class Reading {
    private boolean none;
    private boolean outlook;
    private boolean transparent;
    private boolean noSize;
    private boolean overflow;
    private boolean placed;
    private boolean far;
    private boolean indented;
    private @Nullable Boolean invisible;
    private double font = UNSAID;
    private int colour = Colours.UNSAID;
    private int background = Colours.UNSAID;

    static boolean matters(String name) {
      if (name.isEmpty()) {
        return false;
      }
      return switch (Character.toLowerCase(name.charAt(0))) {
        case 'd', 'v', 'o', 'f', 'c', 'b', 't', 'p', 'l', 'm', 'w', 'h', 'r' -> true;
        default -> false;
      };
    }

    void take(String name, String value) {
      switch (name) {
        case "display" -> none = value.equals("none");
        case "mso-hide" -> outlook = value.equals("all");
        case "visibility" -> invisible = value.equals("hidden") || value.equals("collapse");
        case "opacity" -> transparent = length(value) < 0.05;
        case "font-size" -> font = length(value);
        case "font" -> shorthand(value);
        case "color" -> colour = Colours.parse(value);
        case "background-color", "background" -> background = Colours.background(value);
        case "background-image" -> background = Colours.UNKNOWN;
        case "text-indent" -> indented = length(value) < FAR;
        case "position" -> placed = value.equals("absolute") || value.equals("fixed");
        case "left", "top", "right", "bottom", "margin-left", "margin-top" ->
            far |= length(value) < FAR;
        case "width", "height", "max-width", "max-height" -> noSize |= length(value) < 1;
        case "overflow", "overflow-x", "overflow-y" -> overflow = value.equals("hidden");
        default -> {}
      }
    }

    private void shorthand(String value) {
      for (String word : value.split("[\\s/]+", 8)) {
        double size = length(word);
        if (!Double.isNaN(size) && !(size >= 100 && size % 100 == 0)) {
          font = size;
          return;
        }
      }
    }

    Style style() {
      Hiding hides = null;
      if (none || outlook) {
        hides = Hiding.NOT_DISPLAYED;
      } else if (transparent) {
        hides = Hiding.TRANSPARENT;
      } else if (noSize && overflow) {
        hides = Hiding.NO_SIZE;
      } else if (indented || (far && placed)) {
        hides = Hiding.OFF_SCREEN;
      }
      return new Style(hides, invisible, font, colour, background);
    }
  }
}
