package org.postern.engine.facts;

import java.util.Locale;

/// Walks through a list of CSS declarations (CSS Syntax Level 3): what stands in quotes, brackets
/// and comments ends none. Linear. One use.
final class Declarations {

  /// Takes the declarations of the properties it wants, names and values without blanks around,
  /// names in small letters.
  interface Taker {
    boolean wants(String name);

    void take(String name, String value);
  }

  private final String text;
  private final Taker taker;

  private Declarations(String text, Taker taker) {
    this.text = text;
    this.taker = taker;
  }

  /// Stands for what is written behind a backslash: no part of any name that is known here.
  private static final char ESCAPED = '\ufffd';

  static void read(String text, Taker taker) {
    new Declarations(plain(text), taker).read();
  }

  /// Without comments, and without what stands in quotes or behind a backslash.
  static String plain(String css) {
    if (css.indexOf('/') < 0
        && css.indexOf('"') < 0
        && css.indexOf('\'') < 0
        && css.indexOf('\\') < 0
        && css.indexOf('<') < 0) {
      return css;
    }
    StringBuilder out = new StringBuilder(css.length());
    int at = 0;
    while (at < css.length()) {
      char c = css.charAt(at);
      if (css.startsWith("/*", at)) {
        int close = css.indexOf("*/", at + 2);
        at = close < 0 ? css.length() : close + 2;
        out.append(' ');
      } else if (css.startsWith("<!--", at)) {
        at += 4;
      } else if (css.startsWith("-->", at)) {
        at += 3;
      } else if (c == '\\') {
        out.append(ESCAPED);
        at += 2;
      } else if (c == '"' || c == '\'') {
        out.append(c).append(c);
        at = behindQuotes(css, at);
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  /// A text that is not closed ends with its line.
  private static int behindQuotes(String css, int open) {
    char quote = css.charAt(open);
    int at = open + 1;
    while (at < css.length() && css.charAt(at) != quote && css.charAt(at) != '\n') {
      at += css.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /// The next brace that stands in no other brackets; -1 where there is none.
  static int brace(String plain, int from) {
    int brackets = 0;
    for (int i = from; i < plain.length(); i++) {
      switch (plain.charAt(i)) {
        case '(', '[' -> brackets++;
        case ')', ']' -> brackets = Math.max(0, brackets - 1);
        case '{', '}' -> {
          if (brackets == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  private void read() {
    int start = 0;
    int colon = -1;
    int brackets = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(' -> brackets++;
        case ')' -> brackets = Math.max(0, brackets - 1);
        case ':' -> colon = colon < 0 ? i : colon;
        case ';' -> {
          if (brackets == 0) {
            one(start, colon, i);
            start = i + 1;
            colon = -1;
          }
        }
        default -> {}
      }
    }
    one(start, colon, text.length());
  }

  private void one(int start, int colon, int end) {
    if (colon <= start) {
      return;
    }
    String name = text.substring(start, colon).strip().toLowerCase(Locale.ROOT);
    if (taker.wants(name)) {
      taker.take(name, text.substring(colon + 1, end).strip());
    }
  }
}
