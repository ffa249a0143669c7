package org.postern.engine.checks.identity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.engine.url.Confusables;

/// The words of a name, once as they are written and once as they look.
///
/// Marks and characters of no width are gone, letters with blanks between them are one word (`C o i
/// n b a s e`), and so are the pieces around an apostrophe or an ampersand (`Lowe's`, `AT&T`).
///
/// @param plain in lower case, without accents
/// @param looks what a hasty eye sees, see [Confusables]; only for comparing
/// @param marked how many marks and characters of no width stood inside words, those of composed
///   letters aside
record NameWords(List<String> plain, List<String> looks, int marked) {

  private static final int LONGEST = 300;
  private static final int WORDS = 40;

  NameWords {
    plain = List.copyOf(plain);
    looks = List.copyOf(looks);
  }

  static NameWords of(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    Splitter splitter = new Splitter();
    if (ascii(cut)) {
      for (int i = 0; i < cut.length(); i++) {
        splitter.take(cut.charAt(i));
      }
    } else {
      Normalizer.normalize(cut, Normalizer.Form.NFC).codePoints().forEach(splitter::take);
    }
    splitter.end();
    List<String> words = joinLetters(splitter.words);
    List<String> plain = new ArrayList<>(words.size());
    List<String> looks = new ArrayList<>(words.size());
    for (String word : words) {
      plain.add(plain(word));
      looks.add(Confusables.skeleton(latin(word)));
    }
    return new NameWords(plain, looks, splitter.marked);
  }

  /// With Latin letters for those of other scripts that look like them: before case is gone, as
  /// capitals look like others than small letters.
  private static String latin(String word) {
    if (ascii(word)) {
      return word;
    }
    StringBuilder out = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      out.append(Confusables.latin(word.charAt(i)));
    }
    return out.toString();
  }

  /// A word in lower case, without accents.
  private static String plain(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (ascii(lower)) {
      return lower;
    }
    StringBuilder out = new StringBuilder();
    Normalizer.normalize(lower, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /// Makes one word of letters that stand alone beside each other.
  private static List<String> joinLetters(List<String> words) {
    if (!anyLetter(words)) {
      return words;
    }
    List<String> joined = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    for (String word : words) {
      if (letter(word)) {
        run.append(word);
        continue;
      }
      if (!run.isEmpty()) {
        joined.add(run.toString());
        run.setLength(0);
      }
      joined.add(word);
    }
    if (!run.isEmpty()) {
      joined.add(run.toString());
    }
    return joined;
  }

  private static boolean anyLetter(List<String> words) {
    for (String word : words) {
      if (letter(word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean letter(String word) {
    return word.length() <= 2 && word.codePointCount(0, word.length()) == 1;
  }

  private static final class Splitter {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int marked;

    void take(int c) {
      if (Character.isLetterOrDigit(c)) {
        word.appendCodePoint(c);
        return;
      }
      switch (Character.getType(c)) {
        case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT ->
            // emoji are written with such characters too, outside of words
            marked += word.isEmpty() ? 0 : 1;
        case Character.COMBINING_SPACING_MARK -> {}
        default -> {
          if (!glues(c)) {
            end();
          }
        }
      }
    }

    private boolean glues(int c) {
      return !word.isEmpty()
          && (c == '\'' || c == '\u2019' || c == '`' || c == '&' || c == '+' || c == '$');
    }

    void end() {
      if (word.isEmpty()) {
        return;
      }
      if (words.size() < WORDS) {
        words.add(word.toString());
      }
      word.setLength(0);
    }
  }
}
