package org.postern.engine.facts;

import java.text.Normalizer;
import org.postern.engine.url.Confusables;

/// Text as it was meant to be read: characters that only look like Latin letters replaced, those of
/// no width removed, letters that were kept apart joined.
///
/// @param text the text so, letters outside of ASCII small
/// @param invisible how many characters of no width stood between two letters
/// @param folded how many characters were replaced by the letter they look like
/// @param mixed how many words mix Latin letters with letters of another script that look Latin
/// @param joined how many words were kept apart (`V i a g r a`, `P.a.y.P.a.l`)
public record NormalText(String text, int invisible, int folded, int mixed, int joined) {

  private static final int SPACED = 4;
  private static final int MOST_MARKS = 16;
  private static final int PIECE = 200;
  private static final int MOST_COMPOSED = 100_000;
  private static final int MOST_GROWTH = 4;

  /// Reads a text.
  public static NormalText of(String visible) {
    Reading reading = new Reading(visible);
    boolean ascii = ascii(visible);
    String joined = reading.join(ascii ? visible : reading.fold());
    return new NormalText(
        ascii ? joined : lower(joined),
        reading.invisible,
        reading.replaced,
        reading.mixed,
        reading.joinedWords);
  }

  /// Expressions fold the case of ASCII alone: other letters are made small for them.
  private static String lower(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char small = c < 0x80 || Character.isSurrogate(c) ? c : Character.toLowerCase(c);
      if (small != c) {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(i, small);
      }
    }
    return out == null ? text : out.toString();
  }

  private static boolean ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static final class Reading {
    private final String source;
    private int invisible;
    private int replaced;
    private int mixed;
    private int joinedWords;
    private int composed;

    Reading(String source) {
      this.source = source;
    }

    /// Removes what has no width and replaces what looks like a Latin letter, within words that
    /// have Latin letters, or everywhere where nearly all of the text is Latin.
    String fold() {
      boolean everywhere = mostlyLatin();
      StringBuilder out = new StringBuilder(source.length());
      int copied = 0;
      int at = 0;
      while (at < source.length()) {
        Abandoned.check();
        int end = at;
        boolean latin = false;
        boolean foreign = false;
        while (end < source.length() && source.charAt(end) > ' ') {
          char c = source.charAt(end);
          latin |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
          foreign |= c >= 0x80;
          end++;
        }
        if (foreign) {
          out.append(source, copied, at);
          word(at, end, latin, everywhere, out);
          copied = end;
        }
        at = end + 1;
      }
      return out.append(source, copied, source.length()).toString();
    }

    private void word(int start, int end, boolean latin, boolean everywhere, StringBuilder out) {
      int begin = out.length();
      int before = replaced;
      boolean compatible = false;
      int marks = 0;
      for (int i = start; i < end; i++) {
        char c = source.charAt(i);
        if (NoWidth.is(c)) {
          invisible += NoWidth.parts(source, i) ? 1 : 0;
          continue;
        }
        char plain = latin || everywhere ? foreignLetter(c) : c;
        replaced += plain == c ? 0 : 1;
        compatible |= fancy(c);
        marks = mark(c) ? marks + 1 : 0;
        if (marks <= MOST_MARKS) {
          out.append(plain);
        }
      }
      mixed += latin && replaced > before ? 1 : 0;
      if (compatible && composed < MOST_COMPOSED) {
        String plain = out.substring(begin);
        composed += plain.length();
        out.setLength(begin);
        compose(plain, out);
      }
    }

    /// Piece by piece: to put the marks of a text without end in order takes the square of its
    /// length.
    private void compose(String word, StringBuilder out) {
      int at = 0;
      while (at < word.length()) {
        Abandoned.check();
        int end = Math.min(word.length(), at + PIECE);
        if (end < word.length() && Character.isHighSurrogate(word.charAt(end - 1))) {
          end--;
        }
        String plain = word.substring(at, end);
        String usual = Normalizer.normalize(plain, Normalizer.Form.NFKC);
        if (!usual.equals(plain) && usual.chars().anyMatch(Character::isLetter)) {
          replaced += usual.length();
        }
        // some signs stand for a whole phrase
        out.append(usual.length() > MOST_GROWTH * plain.length() ? plain : usual);
        at = end;
      }
    }

    /// Accents that stand above or below the letter before.
    private static boolean mark(char c) {
      return c >= '\u0300' && Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /// Accents belong to letters: only what is of another script is replaced.
    private static char foreignLetter(char c) {
      return c < '\u0250' ? c : Confusables.latin(c);
    }

    /// Letters that exist in other forms: full width, in circles, mathematical.
    private static boolean fancy(char c) {
      return (c >= '\uff01' && c <= '\uff5e')
          || (c >= '\u2460' && c <= '\u24ff')
          || (c >= '\u2100' && c <= '\u214f')
          || c == '\ud835'
          || c == '\ud83c';
    }

    private boolean mostlyLatin() {
      int latin = 0;
      int other = 0;
      for (int i = 0; i < source.length(); i++) {
        char c = source.charAt(i);
        if (c < 0x250) {
          latin += Character.isLetter(c) ? 1 : 0;
        } else if (c < 0x590) {
          other += Character.isLetter(c) ? 1 : 0;
        }
      }
      return latin > 4 * other;
    }

    /// Joins four letters or more that stand alone with the same sign between them.
    String join(String text) {
      StringBuilder out = null;
      int copied = 0;
      for (int i = 0; i + 2 * SPACED - 2 < text.length(); i++) {
        char sign = text.charAt(i + 1);
        if (sign >= 'a' && sign <= 'z') {
          continue;
        }
        // the sign behind the next letter tells nearly all words from letters that stand alone
        if (!separator(sign) || text.charAt(i + 3) != sign || !Character.isLetter(text.charAt(i))) {
          continue;
        }
        if (i > 0 && Character.isLetterOrDigit(text.charAt(i - 1))) {
          continue;
        }
        int end = spacedEnd(text, i);
        if ((end - i) / 2 + 1 >= SPACED) {
          out = out == null ? new StringBuilder(text.length()) : out;
          out.append(text, copied, i);
          for (int k = i; k < end; k += 2) {
            out.append(text.charAt(k));
          }
          copied = end;
          joinedWords++;
          i = end;
        }
      }
      return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    private static int spacedEnd(String text, int start) {
      char sign = text.charAt(start + 1);
      int end = start + 1;
      while (end + 1 < text.length()
          && text.charAt(end) == sign
          && Character.isLetter(text.charAt(end + 1))) {
        end += 2;
      }
      // a letter that begins a word does not stand alone
      if (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
        end -= 2;
      }
      return end;
    }

    private static boolean separator(char c) {
      return c == ' ' || c == '.' || c == '-' || c == '_' || c == '*' || c == '\u00b7';
    }
  }
}
