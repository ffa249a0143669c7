package org.postern.engine.facts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Tells languages apart by their most frequent words, and by script where that is enough.
final class FrequentWords {

  record Guess(String language, double share) {
    static final Guess NONE = new Guess("", 0);
  }

  private static final int MOST_WORDS = 600;
  private static final int FEWEST = 4;
  private static final double LEAST_SHARE = 0.08;
  private static final Map<UnicodeScript, String> BY_SCRIPT =
      Map.of(
          UnicodeScript.GREEK, "el",
          UnicodeScript.HEBREW, "he",
          UnicodeScript.ARABIC, "ar",
          UnicodeScript.THAI, "th",
          UnicodeScript.HANGUL, "ko",
          UnicodeScript.HIRAGANA, "ja",
          UnicodeScript.KATAKANA, "ja",
          UnicodeScript.DEVANAGARI, "hi",
          UnicodeScript.ARMENIAN, "hy",
          UnicodeScript.GEORGIAN, "ka");

  private static final List<String> LANGUAGES = new ArrayList<>();
  private static final Map<String, Integer> WORDS = read();

  private FrequentWords() {}

  /// A bit for each language that has the word.
  private static Map<String, Integer> read() {
    Map<String, Integer> words = new HashMap<>();
    try (InputStream in = FrequentWords.class.getResourceAsStream("frequent-words.txt")) {
      if (in == null) {
        throw new IllegalStateException("frequent-words.txt is not in this jar");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line : reader.lines().filter(one -> !one.startsWith("#")).toList()) {
        List<String> parts = List.of(line.split(" "));
        int bit = 1 << LANGUAGES.size();
        LANGUAGES.add(parts.getFirst());
        parts.stream().skip(1).forEach(word -> words.merge(word, bit, (a, b) -> a | b));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return words;
  }

  static Guess guess(String text, Map<UnicodeScript, Double> scripts) {
    double kana =
        scripts.getOrDefault(UnicodeScript.HIRAGANA, 0.0)
            + scripts.getOrDefault(UnicodeScript.KATAKANA, 0.0);
    double han = scripts.getOrDefault(UnicodeScript.HAN, 0.0);
    if (han + kana > 0.3) {
      return new Guess(kana > 0.05 ? "ja" : "zh", 1);
    }
    if (scripts.getOrDefault(UnicodeScript.CYRILLIC, 0.0) > 0.5) {
      return new Guess(cyrillic(text), 1);
    }
    for (Map.Entry<UnicodeScript, String> one : BY_SCRIPT.entrySet()) {
      if (scripts.getOrDefault(one.getKey(), 0.0) > 0.5) {
        return new Guess(one.getValue(), 1);
      }
    }
    return latin(text);
  }

  private static String cyrillic(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.chars().anyMatch(c -> c == 'і' || c == 'ї' || c == 'є')) {
      return lower.indexOf('ў') >= 0 ? "be" : "uk";
    }
    if (lower.chars().anyMatch(c -> c == 'ђ' || c == 'ј' || c == 'љ' || c == 'ћ')) {
      return "sr";
    }
    boolean russian = lower.chars().anyMatch(c -> c == 'ы' || c == 'э' || c == 'ё');
    return !russian && lower.indexOf('ъ') >= 0 ? "bg" : "ru";
  }

  private static Guess latin(String text) {
    int[] hits = new int[LANGUAGES.size()];
    int words = 0;
    int at = 0;
    while (at < text.length() && words < MOST_WORDS) {
      int start = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      if (at > start) {
        words++;
        if (at - start <= 14) {
          count(text.substring(start, at).toLowerCase(Locale.ROOT), hits);
        }
      }
      at++;
    }
    int best = 0;
    for (int i = 1; i < hits.length; i++) {
      best = hits[i] > hits[best] ? i : best;
    }
    double share = words == 0 ? 0 : (double) hits[best] / words;
    return hits[best] < FEWEST || share < LEAST_SHARE
        ? Guess.NONE
        : new Guess(LANGUAGES.get(best), share);
  }

  private static void count(String word, int[] hits) {
    int bits = WORDS.getOrDefault(word, 0);
    while (bits != 0) {
      hits[Integer.numberOfTrailingZeros(bits)]++;
      bits &= bits - 1;
    }
  }
}
