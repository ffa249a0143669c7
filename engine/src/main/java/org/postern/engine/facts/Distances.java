package org.postern.engine.facts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Distances in the styles of a page that no reader scrolls over.
final class Distances {

  private static final int MOST = 20;
  private static final int READ = 200_000;
  private static final int MARGIN = 1_500;
  private static final int HEIGHT = 5_000;
  private static final int SCREENS = 300;
  private static final Pattern FAR =
      Pattern.compile(
          "(?<![\\w-])(margin-top|padding-top|height)\\s{0,3}:\\s{0,3}(\\d{3,8})(px|pt|vh)",
          Pattern.CASE_INSENSITIVE);

  private Distances() {}

  /// How many there are, at most 20.
  static int far(String html) {
    if (!measures(html)) {
      return 0;
    }
    Matcher matcher = FAR.matcher(html.length() > READ ? html.substring(0, READ) : html);
    int far = 0;
    while (far < MOST && matcher.find()) {
      int length = Integer.parseInt(matcher.group(2));
      boolean screens = matcher.group(3).equalsIgnoreCase("vh");
      int least = screens ? SCREENS : matcher.group(1).equalsIgnoreCase("height") ? HEIGHT : MARGIN;
      far += length >= least ? 1 : 0;
    }
    return far;
  }

  /// Whether a number stands before a unit that is large enough for any of them: most pages have
  /// none, and need not be searched in earnest.
  private static boolean measures(String html) {
    int digits = 0;
    for (int i = 0; i < html.length() - 1; i++) {
      char c = html.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else {
        if (digits > 2 && isUnit(c, html.charAt(i + 1), digits)) {
          return true;
        }
        digits = 0;
      }
    }
    return false;
  }

  private static boolean isUnit(char first, char second, int digits) {
    return switch (first) {
      case 'p', 'P' ->
          digits > 3 && (second == 'x' || second == 'X' || second == 't' || second == 'T');
      case 'v', 'V' -> second == 'h' || second == 'H';
      default -> false;
    };
  }
}
