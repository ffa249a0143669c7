package org.postern.engine.evaluate;

import java.util.Locale;
import java.util.Optional;

/// What a labelled message is.
public enum Label {
  /// Ordinary mail that must arrive.
  HAM,
  /// Newsletters and the like, that were asked for: not ordinary mail, and never spam.
  INFOMAIL,
  /// Mail that must not arrive: spam, fraud, phishing.
  SPAM;

  /// The word for people and files: `ham`, `infomail`, `spam`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the class in an `index.tsv`; empty for any other word.
  static Optional<Label> of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "ham" -> Optional.of(HAM);
      case "infomail", "newsletter", "bulk" -> Optional.of(INFOMAIL);
      case "spam", "phish", "phishing", "scam" -> Optional.of(SPAM);
      default -> Optional.empty();
    };
  }
}
