package org.postern.engine.facts;

/// Characters that take no width.
final class NoWidth {

  private NoWidth() {}

  static boolean is(char c) {
    return switch (c) {
      case '\u00ad', '\u034f', '\u061c', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u180e' -> true;
      case '\u200b', '\u200c', '\u200d', '\u200e', '\u200f' -> true;
      case '\u2060', '\u2061', '\u2062', '\u2063', '\u2064', '\ufeff' -> true;
      // marks of direction, which isolate names in other letters
      case '\u202a', '\u202b', '\u202c', '\u202d', '\u202e' -> true;
      case '\u2066', '\u2067', '\u2068', '\u2069' -> true;
      default -> false;
    };
  }

  /// Whether it stands between two letters of alphabets that do not need it. Arabic, Persian and
  /// the scripts of India join letters with it, emoji too.
  static boolean parts(String text, int at) {
    return at > 0
        && at + 1 < text.length()
        && alphabetic(text.charAt(at - 1))
        && alphabetic(text.charAt(at + 1));
  }

  private static boolean alphabetic(char c) {
    return c < 0x530 && Character.isLetter(c);
  }
}
