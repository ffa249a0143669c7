package org.postern.engine.facts;

/// Distances in the styles of a page that no reader scrolls over: `margin-top`, `padding-top` or
/// `height` with three to eight digits and `px`, `pt` or `vh`.
///
/// Pages have many numbers and hardly any as large as these: the numbers are looked at, and what
/// stands before them only where one is large enough.
final class Distances {

  private static final int MOST = 20;
  private static final int READ = 200_000;
  private static final int MARGIN = 1_500;
  private static final int HEIGHT = 5_000;
  private static final int SCREENS = 300;
  private static final int LEAST_DIGITS = 3;
  private static final int MOST_DIGITS = 8;
  private static final int MOST_BLANKS = 3;

  private Distances() {}

  /// How many there are, at most 20.
  static int far(String html) {
    int end = Math.min(html.length(), READ) - 1;
    int far = 0;
    int at = LEAST_DIGITS - 1;
    while (at < end && far < MOST) {
      // as many digits in a row have one at every third place
      if (!isDigit(html.charAt(at))) {
        at += LEAST_DIGITS;
        continue;
      }
      int start = at;
      while (start > 0 && isDigit(html.charAt(start - 1))) {
        start--;
      }
      while (at < end && isDigit(html.charAt(at))) {
        at++;
      }
      int digits = at - start;
      char unit = html.charAt(at);
      if (at < end
          && digits >= LEAST_DIGITS
          && digits <= MOST_DIGITS
          && isUnit(unit, html.charAt(at + 1))) {
        int number = Integer.parseInt(html, start, at, 10);
        far += number >= least(html, start, unit == 'v' || unit == 'V') ? 1 : 0;
      }
      at += LEAST_DIGITS;
    }
    return far;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isUnit(char first, char second) {
    return switch (first) {
      case 'p', 'P' -> second == 'x' || second == 'X' || second == 't' || second == 'T';
      case 'v', 'V' -> second == 'h' || second == 'H';
      default -> false;
    };
  }

  /// From which number on the property before it says something far; none where it is another one.
  private static int least(String html, int number, boolean screens) {
    int colon = beforeBlanks(html, number - 1);
    if (colon < 0 || html.charAt(colon) != ':') {
      return Integer.MAX_VALUE;
    }
    int end = beforeBlanks(html, colon - 1) + 1;
    if (endsWith(html, end, "height")) {
      return screens ? SCREENS : HEIGHT;
    }
    boolean margin = endsWith(html, end, "margin-top") || endsWith(html, end, "padding-top");
    return margin ? (screens ? SCREENS : MARGIN) : Integer.MAX_VALUE;
  }

  /// Where the last character stands that is no blank, behind at most three.
  private static int beforeBlanks(String html, int last) {
    int at = last;
    while (at >= 0 && last - at < MOST_BLANKS && isBlank(html.charAt(at))) {
      at--;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /// Whether a name ends there, and is no part of another (`line-height`).
  private static boolean endsWith(String html, int end, String name) {
    int start = end - name.length();
    return start >= 0
        && html.regionMatches(true, start, name, 0, name.length())
        && (start == 0 || !ofName(html.charAt(start - 1)));
  }

  private static boolean ofName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
