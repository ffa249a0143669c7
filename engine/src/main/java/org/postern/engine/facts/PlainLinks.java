package org.postern.engine.facts;

import java.util.function.Consumer;

/// Finds what mail clients turn into links in plain text: `http://`, `https://` and `www.`, 4,096
/// characters of each.
final class PlainLinks {

  private static final int SHORTEST = 8;
  private static final int LONGEST = 4_096;
  private static final String CLOSING = ".,;:!?)]'";

  private PlainLinks() {}

  static void find(String text, Consumer<String> found) {
    int at = 0;
    while (at < text.length()) {
      Abandoned.check();
      int start = next(text, at);
      if (start < 0) {
        return;
      }
      int end = start;
      while (end < text.length() && belongs(text.charAt(end))) {
        end++;
      }
      int last = Math.min(end, start + LONGEST);
      while (last > start && CLOSING.indexOf(text.charAt(last - 1)) >= 0) {
        last--;
      }
      if (last - start > SHORTEST) {
        found.accept(text.substring(start, last));
      }
      at = end + 1;
    }
  }

  private static int next(String text, int from) {
    for (int i = from; i < text.length() - 4; i++) {
      char c = text.charAt(i);
      if ((c == 'h' || c == 'H')
          && (text.regionMatches(true, i, "http://", 0, 7)
              || text.regionMatches(true, i, "https://", 0, 8))) {
        return i;
      }
      if ((c == 'w' || c == 'W')
          && text.regionMatches(true, i, "www.", 0, 4)
          && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean belongs(char c) {
    return c > ' ' && c != '<' && c != '>' && c != '"' && c != 0xa0;
  }
}
