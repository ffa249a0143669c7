package org.postern.engine.learn;

import java.util.Arrays;

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

  /// No message has a longer folded text.
  private static final int LONGEST = MOST_SUBJECT + MOST_TEXT + 4;

  private static final boolean[] ENCODED = encoded();

  /// A bit for each character: letters of far scripts stand in long rows of Unicode's own tables.
  private static final long[] LETTERS = letters();

  /// What a thread needs to read a message, all of it too large to be made for each.
  private static final class Desk {
    /// Which features the message being read has already; all zero between two messages.
    private final long[] seen = new long[(1 << BITS) / 64];

    private final char[] text = new char[MOST_TEXT];

    /// A character ends a run, and every second at most a word and a pair.
    private final int[] indices = new int[2 * LONGEST];

    private final char[] positions = new char[2 * LONGEST];
  }

  private static final ThreadLocal<Desk> DESKS = ThreadLocal.withInitial(Desk::new);

  private final char[] folded;
  private int length;
  private int[] indices = {};
  private char[] positions = {};
  private int count;

  private TextFeatures(int capacity) {
    this.folded = new char[capacity];
  }

  /// Reads a message.
  public static TextFeatures of(String subject, String text) {
    int fromSubject = Math.min(subject.length(), MOST_SUBJECT);
    int fromText = Math.min(text.length(), MOST_TEXT);
    TextFeatures features = new TextFeatures(fromSubject + fromText + 4);
    Desk desk = DESKS.get();
    try {
      features.fold(subject, fromSubject, desk.text);
      int end = features.length;
      features.collect(0, end, SUBJECT, desk);
      features.append(' ');
      features.fold(text, fromText, desk.text);
      features.collect(end, features.length, 0, desk);
      features.indices = Arrays.copyOf(desk.indices, features.count);
      features.positions = Arrays.copyOf(desk.positions, features.count);
    } finally {
      features.forget(desk);
    }
    return features;
  }

  /// How many there are.
  public int count() {
    return count;
  }

  /// The features.
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
    return indices.clone();
  }

  private void append(char c) {
    folded[length++] = c;
  }

  private char last() {
    return length == 0 ? ' ' : folded[length - 1];
  }

  private void fold(String from, int end, char[] text) {
    from.getChars(0, end, text, 0);
    int at = 0;
    boolean lineStart = true;
    int run = 0; // where the run of letters and digits ends in which `at` stands
    while (at < end) {
      char c = text[at];
      if (at >= run && isEncoded(c) && (at == 0 || !isEncoded(text[at - 1]))) {
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
    return c < ENCODED.length && ENCODED[c];
  }

  private static boolean isLetter(char c) {
    return (LETTERS[c >> 6] >>> c & 1) != 0;
  }

  private static long[] letters() {
    long[] table = new long[(Character.MAX_VALUE + 1) / Long.SIZE];
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      if (Character.isLetter((char) c)) {
        table[c >> 6] |= 1L << c;
      }
    }
    return table;
  }

  private static boolean[] encoded() {
    boolean[] table = new boolean[0x80];
    for (char c = 0; c < table.length; c++) {
      table[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/'
              || c == '=';
    }
    return table;
  }

  private static int afterEncoded(char[] text, int from, int end) {
    int at = from;
    while (at < end && isEncoded(text[at])) {
      at++;
    }
    return at;
  }

  private static int lineEnd(char[] text, int from, int end) {
    int at = from;
    while (at < end && text[at] != '\n') {
      at++;
    }
    return Math.min(end, at + 1);
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  private static boolean isUnseen(char c) {
    return c == '\u00ad' || (c >= '\u200b' && c <= '\u200f') || c == '\u2060' || c == '\ufeff';
  }

  private static boolean isScheme(char[] text, int at, int end) {
    return at + 2 < end
        && text[at + 1] == '/'
        && text[at + 2] == '/'
        && at > 0
        && lower(text[at - 1]) >= 'a'
        && lower(text[at - 1]) <= 'z';
  }

  /// Takes the scheme back that was appended already, and skips to the end of the address.
  private int webAddress(char[] text, int at, int end) {
    while (length > 0 && folded[length - 1] >= 'a' && folded[length - 1] <= 'z') {
      length--;
    }
    append(WEB);
    return afterWord(text, at, end);
  }

  private int mailAddress(char[] text, int at, int end) {
    while (length > 0 && isAtom(folded[length - 1])) {
      length--;
    }
    append(MAIL);
    int next = at + 1;
    while (next < end && isAtom(lower(text[next]))) {
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

  private static int afterWord(char[] text, int from, int end) {
    int at = from;
    while (at < end && text[at] > ' ' && "<>\"".indexOf(text[at]) < 0) {
      at++;
    }
    return at;
  }

  private void collect(int from, int to, long salt, Desk desk) {
    long window = 0;
    long word = 0;
    long before = 0;
    int letters = 0;
    int known = count;
    for (int i = from; i < to; i++) {
      char c = folded[i];
      window = window << 16 | c;
      if (i - from >= 3) {
        known = take(mix(window ^ salt, GRAM), i, known, desk);
      }
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 0x80 && isLetter(c));
      if (letter && letters < LONGEST_WORD) {
        word = word * 31 + c;
        letters++;
      }
      if (!letter || i == to - 1) {
        if (letters > 1) {
          known = take(mix(word ^ salt, WORD), i, known, desk);
          known = take(mix(word * 0x2545f4914f6cdd1dL + before ^ salt, PAIR), i, known, desk);
          before = word;
        }
        word = 0;
        letters = 0;
      }
    }
    count = known;
  }

  private static int mix(long value, long kind) {
    long h = (value ^ (value >>> 29)) * kind;
    h = (h ^ (h >>> 32)) * 0xd6e8feb86659fd93L;
    return (int) (h >>> (64 - BITS));
  }

  /// Takes one feature behind those that are known; gives how many are known then. It is written
  /// down in any case and counted if it is new: nobody can foretell which are, a processor neither.
  private static int take(int index, int position, int known, Desk desk) {
    long seen = desk.seen[index >>> 6];
    desk.seen[index >>> 6] = seen | 1L << index;
    desk.indices[known] = index;
    desk.positions[known] = (char) position;
    return known + 1 - (int) (seen >>> index & 1);
  }

  private void forget(Desk desk) {
    for (int i = 0; i < count; i++) {
      desk.seen[desk.indices[i] >>> 6] = 0;
    }
  }
}
