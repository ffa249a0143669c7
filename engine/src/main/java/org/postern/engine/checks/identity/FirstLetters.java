package org.postern.engine.checks.identity;

/// The first two letters of some words, by which is told quickly that none of them begins at a
/// place: to ask an expression at every letter of a text costs more than all other reading of it.
///
/// Immutable, thread-safe.
final class FirstLetters {

  private static final int LETTERS = 32;

  private final boolean[] pairs = new boolean[LETTERS * LETTERS];

  /// @param words in small letters; of each the first two, which are ASCII, count
  FirstLetters(String... words) {
    for (String word : words) {
      pairs[pair(word.charAt(0), word.charAt(1))] = true;
    }
  }

  /// Whether one of the words may begin behind the blanks that stand there. Letters beyond ASCII
  /// may be anything.
  boolean begin(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    if (at + 1 >= text.length()) {
      return false;
    }
    char first = text.charAt(at);
    char second = text.charAt(at + 1);
    return first >= 0x80
        || (letter(first) && (second >= 0x80 || (letter(second) && pairs[pair(first, second)])));
  }

  private static boolean letter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  private static int pair(char first, char second) {
    return first % LETTERS * LETTERS + second % LETTERS;
  }
}
