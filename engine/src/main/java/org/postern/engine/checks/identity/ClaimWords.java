package org.postern.engine.checks.identity;

import java.util.HashSet;
import java.util.Set;
import org.postern.engine.url.Confusables;

/// Words of business that stand beside a brand in a sender's name, as they look.
final class ClaimWords {

  private static final Set<String> BUSINESS = new HashSet<>();
  private static final Set<String> FILLING = new HashSet<>();
  private static final Set<String> COUNTRIES = new HashSet<>();
  private static final Set<String> DRESSING = new HashSet<>();
  private static final Set<String> STAKES = new HashSet<>();
  private static final int SHORTEST = 2;
  private static final int LONGEST = 20;

  static {
    for (String line : Resources.lines("claim-words.txt")) {
      Set<String> set =
          switch (line.charAt(0)) {
            case '+' -> FILLING;
            case '=' -> COUNTRIES;
            case '!' -> DRESSING;
            case '?' -> STAKES;
            default -> BUSINESS;
          };
      for (String word : line.split("[+=!? ]+")) {
        if (!word.isEmpty()) {
          set.add(Confusables.skeleton(word));
        }
      }
    }
  }

  private ClaimWords() {}

  /// What a brand does, sends or gives: `support`, `invoice`, `Gutschein`.
  static boolean business(String looks) {
    return BUSINESS.contains(looks);
  }

  /// A country or its people: `Example France`.
  static boolean country(String looks) {
    return COUNTRIES.contains(looks);
  }

  /// What is at stake in the subject of a lure: `suspended`, `verify`, `airdrop`.
  static boolean stakes(String looks) {
    return STAKES.contains(looks);
  }

  /// Articles, months, numbers, codes and other words without weight.
  ///
  /// @param plain the word as it is written
  static boolean filling(String plain, String looks) {
    return FILLING.contains(looks) || plain.length() <= 2 || numbered(plain);
  }

  private static boolean numbered(String plain) {
    for (int i = 0; i < plain.length(); i++) {
      if (Character.isDigit(plain.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /// Whether a text without blanks is one or two words with which domains are dressed up.
  static boolean dressing(String looks) {
    if (DRESSING.contains(looks)) {
      return true;
    }
    for (int cut = SHORTEST; cut < looks.length() && cut <= LONGEST; cut++) {
      String before = looks.substring(0, cut);
      String after = looks.substring(cut);
      if ((DRESSING.contains(before) && business(after))
          || (business(before) && DRESSING.contains(after))) {
        return true;
      }
    }
    return false;
  }

  /// Whether a text without blanks is made of words of business only; the empty one is.
  static boolean allBusiness(String looks) {
    if (looks.isEmpty() || business(looks)) {
      return true;
    }
    for (int cut = SHORTEST; cut < looks.length() && cut <= LONGEST; cut++) {
      if (business(looks.substring(0, cut)) && allBusiness(looks.substring(cut))) {
        return true;
      }
    }
    return false;
  }
}
