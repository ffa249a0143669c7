package org.postern.engine.url;

import com.ibm.icu.text.SpoofChecker;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Characters and groups of them that look alike: `rn` and `m`, `0` and `o`, Cyrillic `а` and `a`.
///
/// Thread-safe.
public final class Confusables {

  private static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();

  /// For U+0000 to U+2FFF the ASCII letter or digit a character looks like, 0 where none.
  private static final char[] LIKE = table();

  /// Scripts whose words join Latin ones without a blank: those that write none, and those that put
  /// their particles before or behind a foreign name.
  private static final Set<Character.UnicodeScript> TAKES_LATIN =
      EnumSet.of(
          Character.UnicodeScript.COMMON,
          Character.UnicodeScript.INHERITED,
          Character.UnicodeScript.UNKNOWN,
          Character.UnicodeScript.HAN,
          Character.UnicodeScript.HIRAGANA,
          Character.UnicodeScript.KATAKANA,
          Character.UnicodeScript.BOPOMOFO,
          Character.UnicodeScript.HANGUL,
          Character.UnicodeScript.THAI,
          Character.UnicodeScript.LAO,
          Character.UnicodeScript.KHMER,
          Character.UnicodeScript.MYANMAR,
          Character.UnicodeScript.TIBETAN,
          Character.UnicodeScript.HEBREW,
          Character.UnicodeScript.ARABIC,
          Character.UnicodeScript.SYRIAC,
          Character.UnicodeScript.THAANA,
          Character.UnicodeScript.ETHIOPIC,
          Character.UnicodeScript.MONGOLIAN,
          Character.UnicodeScript.DEVANAGARI,
          Character.UnicodeScript.BENGALI,
          Character.UnicodeScript.GURMUKHI,
          Character.UnicodeScript.GUJARATI,
          Character.UnicodeScript.ORIYA,
          Character.UnicodeScript.TAMIL,
          Character.UnicodeScript.TELUGU,
          Character.UnicodeScript.KANNADA,
          Character.UnicodeScript.MALAYALAM,
          Character.UnicodeScript.SINHALA);

  private static final int TABLE = 0x3000;
  private static final int LONGEST = 1_000;

  private Confusables() {}

  private static char[] table() {
    char[] like = new char[TABLE];
    for (int c = 0x80; c < TABLE; c++) {
      if (Character.isLetter(c)) {
        String skeleton = CHECKER.getSkeleton(Character.toString(c));
        if (skeleton.length() == 1 && skeleton.charAt(0) < 0x80) {
          like[c] = skeleton.charAt(0);
        }
      }
    }
    return like;
  }

  /// What a hasty eye sees: two texts with the same skeleton look alike. Digits stand for the
  /// letters they replace, `rn`, `vv` and `cl` for `m`, `w` and `d`; case is gone. Only for
  /// comparing.
  public static String skeleton(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    String plain = cut.toLowerCase(Locale.ROOT);
    if (!ascii(plain)) {
      plain = CHECKER.getSkeleton(plain).toLowerCase(Locale.ROOT);
    }
    int same = 0;
    while (same < plain.length() && looksItself(plain.charAt(same))) {
      same++;
    }
    if (same == plain.length()) {
      return plain;
    }
    StringBuilder out = new StringBuilder(plain.length() + 8).append(plain, 0, same);
    for (int i = same; i < plain.length(); i++) {
      fold(plain.charAt(i), out);
    }
    return out.toString();
  }

  /// Whether a small letter is taken for no other one.
  private static boolean looksItself(char c) {
    return c >= 'a' && c <= 'z' && c != 'm' && c != 'w' && c != 'd' && c != 'i' && c != 'q';
  }

  private static void fold(char c, StringBuilder out) {
    switch (c) {
      case 'm' -> out.append("rn");
      case 'w' -> out.append("vv");
      case 'd' -> out.append("cl");
      case '0' -> out.append('o');
      case '1', 'i', '|', '!' -> out.append('l');
      case '3' -> out.append('e');
      case '4', '@' -> out.append('a');
      case '5', '$' -> out.append('s');
      case '7' -> out.append('t');
      case '8' -> out.append('b');
      case '9', 'q' -> out.append('g');
      default -> {
        // what the skeleton leaves of accents are marks on letters: é looks like e
        if (c < 0x80 || Character.getType(c) != Character.NON_SPACING_MARK) {
          out.append(c);
        }
      }
    }
  }

  private static boolean ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /// The ASCII letter or digit a character of another script looks like, itself where none.
  public static char latin(char c) {
    return c < TABLE && LIKE[c] != 0 ? LIKE[c] : c;
  }

  /// Whether a label or a word mixes letters of scripts that no language mixes: Latin with Greek,
  /// Cyrillic or Tai Le, say. Japanese, Chinese, Korean and others take Latin letters along.
  public static boolean mixesScripts(String host) {
    boolean latin = false;
    boolean other = false;
    for (int i = 0; i < host.length(); ) {
      int c = host.codePointAt(i);
      i += Character.charCount(c);
      if (c == '.') {
        latin = false;
        other = false;
      } else if (Character.isLetter(c)) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        latin |= script == Character.UnicodeScript.LATIN;
        other |= script != Character.UnicodeScript.LATIN && !TAKES_LATIN.contains(script);
      }
      if (latin && other) {
        return true;
      }
    }
    return false;
  }
}
