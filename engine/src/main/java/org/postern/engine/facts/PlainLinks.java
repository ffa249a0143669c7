package org.postern.engine.facts;

import java.util.List;

/// Finds what mail clients turn into links in plain text: `http://`, `https://` and `www.`.
final class PlainLinks {

  private PlainLinks() {}

  static void find(String text, int most, List<Link> links) {
    int left = most;
    int at = 0;
    while (left > 0 && at < text.length()) {
      int start = next(text, at);
      if (start < 0) {
        return;
      }
      int end = start;
      while (end < text.length() && belongs(text.charAt(end))) {
        end++;
      }
      String target = text.substring(start, end);
      while (!target.isEmpty() && ".,;:!?)]'".indexOf(target.charAt(target.length() - 1)) >= 0) {
        target = target.substring(0, target.length() - 1);
      }
      if (target.length() > 8) {
        links.add(Link.of(target, "", Link.Kind.PLAIN));
        left--;
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
