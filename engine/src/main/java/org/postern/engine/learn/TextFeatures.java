package org.postern.engine.learn;

/// What the text model sees of a message: the hashes of all runs of four characters, all words and
/// all pairs of words of the text a reader sees, and of the runs and words of the subject, each
/// once.
///
/// The text is folded first: lower case, one space for white space, one `0` for each run of digits,
/// one sign for a web address and one for a mail address (they name the source, not the matter),
/// quoted lines (`>`) and runs of more than 50 letters and digits (files in base64) left out.
/// Nothing of the header but the subject is used.
public final class TextFeatures {

  /// The number of weights is 2 to this power.
  static final int BITS = 19;

  /// So many characters of the text are read.
  static final int MOST_TEXT = 16 << 10;

  private static final int MOST_SUBJECT = 300;
  private static final char WEB = '\u0001';
  private static final char MAIL = '\u0002';
  private static final long GRAM = 0x9e3779b97f4a7c15L;
  private static final long WORD = 0xc2b2ae3d27d4eb4fL;
  private static final long PAIR = 0x165667b19e3779f9L;
  private static final long SUBJECT = 0x27d4eb2f165667c5L;
  private static final int LONGEST_WORD = 24;

  /// Longer than this without a break nobody writes: files in base64 and hexadecimal digits.
  private static final int LONGEST_RUN = 50;

  private final char[] folded;
  private int length;
  private int[] indices = new int[4096];
  private int[] positions = new int[4096];
  private int count;

  /// Which features the message being read has already; all zero between two messages.
  private static final ThreadLocal<long[]> SEEN =
      ThreadLocal.withInitial(() -> new long[(1 << BITS) / 64]);

  private TextFeatures(int capacity) {
    this.folded = new char[capacity];
  }

  /// Reads a message.
  public static TextFeatures of(String subject, String text) {
    int fromSubject = Math.min(subject.length(), MOST_SUBJECT);
    int fromText = Math.min(text.length(), MOST_TEXT);
    TextFeatures features = new TextFeatures(fromSubject + fromText + 4);
    long[] seen = SEEN.get();
    try {
      features.fold(subject, fromSubject);
      int end = features.length;
      features.collect(0, end, SUBJECT, seen);
      features.append(' ');
      features.fold(text, fromText);
      features.collect(end, features.length, 0, seen);
    } finally {
      features.forget(seen);
    }
    return features;
  }

  /// How many there are.
  public int count() {
    return count;
  }

  /// The features are the first [#count] of these.
  int[] indices() {
    return indices;
  }

  int index(int i) {
    return indices[i];
  }

  /// Where in the folded text the feature ends.
  int position(int i) {
    return positions[i];
  }

  /// A piece of the folded text, as people read it.
  static String shown(String piece) {
    return piece
        .replace(String.valueOf(WEB), "[link]")
        .replace(String.valueOf(MAIL), "[address]")
        .strip();
  }

  /// The whole folded text.
  String raw() {
    return new String(folded, 0, length);
  }

  int length() {
    return length;
  }

  /// The indices alone, for training.
  int[] toArray() {
    return java.util.Arrays.copyOf(indices, count);
  }

  private void append(char c) {
    folded[length++] = c;
  }

  private char last() {
    return length == 0 ? ' ' : folded[length - 1];
  }

  private void fold(String text, int end) {
    int at = 0;
    boolean lineStart = true;
    int run = 0; // where the run of letters and digits ends in which `at` stands
    while (at < end) {
      char c = text.charAt(at);
      if (at >= run && isEncoded(c) && (at == 0 || !isEncoded(text.charAt(at - 1)))) {
        run = afterEncoded(text, at, end);
        if (run - at > LONGEST_RUN) {
          at = run;
          lineStart = false;
          continue;
        }
      }
      if (lineStart && c == '>') {
        at = lineEnd(text, at, end);
        continue;
      }
      lineStart = c == '\n';
      if (c <= ' ' || c == '\u00a0') {
        if (last() != ' ') {
          append(' ');
        }
      } else if (c >= '0' && c <= '9') {
        if (last() != '0') {
          append('0');
        }
      } else if (c == ':' && isScheme(text, at, end)) {
        at = webAddress(text, at, end);
        continue;
      } else if (c == '@' && length > 0 && isAtom(last())) {
        at = mailAddress(text, at, end);
        continue;
      } else if (c < 0x80) {
        append(lower(c));
      } else if (!isUnseen(c)) {
        append(Character.toLowerCase(c));
      }
      at++;
    }
  }

  /// What base64 and the like are written in.
  private static boolean isEncoded(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '=';
  }

  private static int afterEncoded(String text, int from, int end) {
    int at = from;
    while (at < end && isEncoded(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int lineEnd(String text, int from, int end) {
    int next = text.indexOf('\n', from);
    return next < 0 || next >= end ? end : next + 1;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  private static boolean isUnseen(char c) {
    return c == '\u00ad' || (c >= '\u200b' && c <= '\u200f') || c == '\u2060' || c == '\ufeff';
  }

  private static boolean isScheme(String text, int at, int end) {
    return at + 2 < end
        && text.charAt(at + 1) == '/'
        && text.charAt(at + 2) == '/'
        && at > 0
        && lower(text.charAt(at - 1)) >= 'a'
        && lower(text.charAt(at - 1)) <= 'z';
  }

  /// Takes the scheme back that was appended already, and skips to the end of the address.
  private int webAddress(String text, int at, int end) {
    while (length > 0 && folded[length - 1] >= 'a' && folded[length - 1] <= 'z') {
      length--;
    }
    append(WEB);
    return afterWord(text, at, end);
  }

  private int mailAddress(String text, int at, int end) {
    while (length > 0 && isAtom(folded[length - 1])) {
      length--;
    }
    append(MAIL);
    int next = at + 1;
    while (next < end && isAtom(lower(text.charAt(next)))) {
      next++;
    }
    return next;
  }

  private static boolean isAtom(char c) {
    return (c >= 'a' && c <= 'z')
        || c == '0'
        || c == '.'
        || c == '_'
        || c == '-'
        || c == '+'
        || (c >= '1' && c <= '9');
  }

  private static int afterWord(String text, int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) > ' ' && "<>\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private void collect(int from, int to, long salt, long[] seen) {
    long window = 0;
    long word = 0;
    long before = 0;
    int letters = 0;
    for (int i = from; i < to; i++) {
      char c = folded[i];
      window = window << 16 | c;
      if (i - from >= 3) {
        add(mix(window ^ salt, GRAM), i, seen);
      }
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 0x80 && Character.isLetter(c));
      if (letter && letters < LONGEST_WORD) {
        word = word * 31 + c;
        letters++;
      }
      if (!letter || i == to - 1) {
        if (letters > 1) {
          add(mix(word ^ salt, WORD), i, seen);
          add(mix(word * 0x2545f4914f6cdd1dL + before ^ salt, PAIR), i, seen);
          before = word;
        }
        word = 0;
        letters = 0;
      }
    }
  }

  private static int mix(long value, long kind) {
    long h = (value ^ (value >>> 29)) * kind;
    h = (h ^ (h >>> 32)) * 0xd6e8feb86659fd93L;
    return (int) (h >>> (64 - BITS));
  }

  private void forget(long[] seen) {
    for (int i = 0; i < count; i++) {
      seen[indices[i] >>> 6] = 0;
    }
  }

  private void add(int index, int position, long[] seen) {
    long bit = 1L << index;
    if ((seen[index >>> 6] & bit) != 0) {
      return;
    }
    seen[index >>> 6] |= bit;
    if (count == indices.length) {
      indices = java.util.Arrays.copyOf(indices, count * 2);
      positions = java.util.Arrays.copyOf(positions, count * 2);
    }
    indices[count] = index;
    positions[count++] = position;
  }
}
