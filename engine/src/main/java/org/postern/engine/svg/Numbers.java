package org.postern.engine.svg;

import java.util.ArrayList;
import java.util.List;

/// Reads numbers one behind the other, as SVG writes them: with blanks, a comma, a sign or nothing
/// between them. One use.
final class Numbers {

  private static final int LONGEST = 40;

  private final String text;
  private int at;

  Numbers(String text) {
    this.text = text;
  }

  /// At most so many, up to the first that is none.
  static List<Double> list(String text, int most) {
    Numbers numbers = new Numbers(text);
    List<Double> all = new ArrayList<>();
    while (all.size() < most && numbers.more()) {
      all.add(numbers.next());
    }
    return all;
  }

  /// A length in pixels.
  ///
  /// @param whole what a hundred per cent are
  static double length(String text, double whole, double otherwise) {
    Numbers numbers = new Numbers(text);
    if (!numbers.more()) {
      return otherwise;
    }
    double number = numbers.next();
    return number
        * switch (Svg.lower(text.substring(numbers.at)).strip()) {
          case "%" -> whole / 100;
          case "mm" -> 96 / 25.4;
          case "cm" -> 96 / 2.54;
          case "in" -> 96;
          case "pt" -> 96 / 72.0;
          case "pc", "em", "rem" -> 16;
          default -> 1;
        };
  }

  /// Whether a number stands next.
  boolean more() {
    char c = peek();
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
  }

  /// The letter that stands next, or 0.
  char peek() {
    while (at < text.length() && (text.charAt(at) <= ' ' || text.charAt(at) == ',')) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  char letter() {
    char c = peek();
    at = Math.min(at + 1, text.length());
    return c;
  }

  /// A number that is 0 or 1, which needs nothing behind it.
  boolean flag() {
    return letter() == '1';
  }

  /// 0 where it makes no sense.
  double next() {
    peek();
    int start = at;
    sign();
    digits();
    if (here('.')) {
      at++;
      digits();
    }
    if ((here('e') || here('E')) && exponent()) {
      at++;
      sign();
      digits();
    }
    at = Math.max(at, Math.min(start + 1, text.length()));
    try {
      return Double.parseDouble(text.substring(start, Math.min(at, start + LONGEST)));
    } catch (NumberFormatException _) {
      return 0; // a sign or a point alone
    }
  }

  private boolean here(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void sign() {
    if (here('-') || here('+')) {
      at++;
    }
  }

  private void digits() {
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
  }

  /// Behind the letter stands a number, and not the unit `em`.
  private boolean exponent() {
    if (at + 1 >= text.length()) {
      return false;
    }
    char c = text.charAt(at + 1);
    return (c >= '0' && c <= '9') || c == '-' || c == '+';
  }
}
