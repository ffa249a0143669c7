package org.postern.engine.learn;

/// The text from which features of a message are taken, line by line, and the ways to take them:
/// words, runs of four characters, hosts, shapes.
final class SiteText {

  private static final long PRIME = 0x100000001b3L;
  private static final long SEED = 0xcbf29ce484222325L;
  private static final int LONGEST_WORD = 40;
  private static final int LONGEST_ATOM = 60;
  private static final int LONGEST_SHAPE = 40;
  private static final int MOST_LABELS = 8;

  private final StringBuilder text = new StringBuilder(8192);

  /// Takes one word: where it stands, its hash as written and in lower case.
  interface Words {
    void word(int from, int to, long exact, long lower);
  }

  /// The hash of a word of ours that tells kinds of features apart.
  static long salt(String kind) {
    long hash = SEED;
    for (int i = 0; i < kind.length(); i++) {
      hash = (hash ^ kind.charAt(i)) * PRIME;
    }
    return hash * 0x9e3779b97f4a7c15L;
  }

  int length() {
    return text.length();
  }

  /// Starts a new line, with a word in front that says what stands there.
  ///
  /// @return where the line goes on
  int startLine(String kind) {
    text.append('\n');
    if (!kind.isEmpty()) {
      text.append(kind).append(' ');
    }
    return text.length();
  }

  /// Appends the first characters; line ends become blanks.
  void append(String more, int most) {
    int end = Math.min(most, more.length());
    for (int i = 0; i < end; i++) {
      char c = more.charAt(i);
      text.append(c < ' ' ? ' ' : c);
    }
  }

  /// Appends with white space folded.
  void fold(String more, int most) {
    boolean blank = true;
    int end = Math.min(most, more.length());
    for (int i = 0; i < end; i++) {
      char c = more.charAt(i);
      if (c <= ' ' || c == '\u00a0') {
        if (!blank) {
          text.append(' ');
        }
        blank = true;
      } else {
        text.append(c);
        blank = false;
      }
    }
  }

  long hash(int from, int to) {
    long hash = SEED;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash;
  }

  void words(int from, int to, int most, Words taker) {
    int words = 0;
    int at = from;
    while (at < to && words < most) {
      while (at < to && !ofWord(text.charAt(at))) {
        at++;
      }
      int start = at;
      long exact = SEED;
      long lower = SEED;
      while (at < to && ofWord(text.charAt(at))) {
        if (at - start < LONGEST_WORD) {
          char c = text.charAt(at);
          exact = (exact ^ c) * PRIME;
          lower = (lower ^ lower(c)) * PRIME;
        }
        at++;
      }
      if (at > start) {
        words++;
        taker.word(start, at, exact, lower);
      }
    }
  }

  private static boolean ofWord(char c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "$'!-%".indexOf(c) >= 0;
    }
    return Character.isLetterOrDigit(c);
  }

  private static char lower(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    return Character.toLowerCase(c);
  }

  /// All runs of four characters, in lower case where asked.
  void runs(int from, int to, long salt, FeatureSet features, boolean lowered) {
    long window = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      window = window << 16 | (lowered ? lower(c) : c);
      if (i - from >= 3) {
        features.add(window * 0x9e3779b97f4a7c15L ^ salt, i);
      }
    }
  }

  /// What stands between blanks, brackets, commas and equals signs; behind an `@` or where there
  /// are dots, also the domains above it or the networks around it.
  void atoms(int from, int to, long salt, FeatureSet features) {
    int at = from;
    while (at < to) {
      while (at < to && separates(text.charAt(at))) {
        at++;
      }
      int start = at;
      while (at < to && !separates(text.charAt(at))) {
        at++;
      }
      int end = Math.min(at, start + LONGEST_ATOM);
      if (end - start > 1) {
        features.add(hash(start, end) ^ salt, end - 1);
        int host = end;
        while (host > start && text.charAt(host - 1) != '@') {
          host--;
        }
        domains(host, end, salt, features);
      }
    }
  }

  private static boolean separates(char c) {
    return c <= ' ' || "()<>[];,\"=".indexOf(c) >= 0;
  }

  /// A host and the domains above it; of an address the networks around it.
  void domains(int from, int to, long salt, FeatureSet features) {
    if (to <= from) {
      return;
    }
    features.add(hash(from, to) ^ salt * 3, to - 1);
    char last = text.charAt(to - 1);
    boolean address = last >= '0' && last <= '9';
    int labels = 0;
    for (int i = from; i < to && labels < MOST_LABELS; i++) {
      if (text.charAt(i) == '.') {
        labels++;
        features.add((address ? hash(from, i + 1) : hash(i + 1, to)) ^ salt * 3, to - 1);
      }
    }
  }

  /// The hash of the shape: one sign for a run of digits, capitals, small letters or blanks, other
  /// characters as they are.
  long shape(int from, int to) {
    long hash = SEED;
    char before = 0;
    int signs = 0;
    for (int i = from; i < to && signs < LONGEST_SHAPE; i++) {
      char kind = kind(text.charAt(i));
      if (kind != before || "0Aa ".indexOf(kind) < 0) {
        hash = (hash ^ kind) * PRIME;
        signs++;
      }
      before = kind;
    }
    return hash;
  }

  private static char kind(char c) {
    if (Character.isDigit(c)) {
      return '0';
    }
    if (Character.isLetter(c)) {
      return Character.isUpperCase(c) ? 'A' : 'a';
    }
    if (c <= ' ') {
      return ' ';
    }
    return c > '~' ? '?' : c;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
