package org.postern.engine.url;

/// A text as the parser of addresses takes it: without blanks and control characters around it, and
/// without line ends and tabs.
///
/// @param hadBreaks whether there were any within
record UrlInput(String text, boolean hadBreaks) {

  static UrlInput of(String input) {
    int start = 0;
    int end = input.length();
    while (start < end && input.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && input.charAt(end - 1) <= ' ') {
      end--;
    }
    String trimmed = input.substring(start, end);
    String clean = withoutBreaks(trimmed);
    return new UrlInput(clean, clean.length() != trimmed.length());
  }

  private static String withoutBreaks(String text) {
    if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\t') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.chars().filter(c -> !isBreak((char) c)).forEach(c -> out.append((char) c));
    return out.toString();
  }

  private static boolean isBreak(char c) {
    return c == '\t' || c == '\n' || c == '\r';
  }

  /// Where the colon behind a scheme stands; -1 where there is no scheme.
  int schemeEnd() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c == ':' && i > 0) {
        return i;
      }
      boolean more = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && !(i > 0 && more)) {
        return -1;
      }
    }
    return -1;
  }
}
