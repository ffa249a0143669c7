package org.postern.engine.facts;

import java.lang.Character.UnicodeScript;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// In which language and letters a text is written, told by scripts and frequent words.
///
/// @param language ISO 639-1, empty where the text is too short or none of the 36 known ones
/// @param share of the words that are frequent ones of that language, 1 where the script tells
/// @param scripts the share of each script among the letters
/// @param letters how many there are, of the first 20,000 characters
public record LanguageFacts(
    String language, double share, Map<UnicodeScript, Double> scripts, int letters) {

  private static final int READ = 20_000;

  public LanguageFacts {
    scripts = scripts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(scripts));
  }

  /// Reads a text.
  public static LanguageFacts of(String text) {
    Map<UnicodeScript, Integer> counts = new EnumMap<>(UnicodeScript.class);
    int end = Math.min(READ, text.length());
    int ascii = 0;
    int letters = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        ascii += (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 1 : 0;
      } else if (Character.isLetter(c)) {
        letters++;
        counts.merge(UnicodeScript.of(c), 1, Integer::sum);
      }
    }
    letters += ascii;
    if (ascii > 0) {
      counts.merge(UnicodeScript.LATIN, ascii, Integer::sum);
    }
    Map<UnicodeScript, Double> scripts = new EnumMap<>(UnicodeScript.class);
    for (Map.Entry<UnicodeScript, Integer> one : counts.entrySet()) {
      scripts.put(one.getKey(), (double) one.getValue() / letters);
    }
    FrequentWords.Guess guess = FrequentWords.guess(text.substring(0, end), scripts);
    return new LanguageFacts(guess.language(), guess.share(), scripts, letters);
  }

  /// The share of a script among the letters.
  public double share(UnicodeScript script) {
    return scripts.getOrDefault(script, 0.0);
  }
}
