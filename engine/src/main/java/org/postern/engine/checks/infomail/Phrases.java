package org.postern.engine.checks.infomail;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Hundreds of phrases that are looked for in one pass over a text: where three characters stand
/// with which some of them begin, those are compared.
///
/// Immutable, thread-safe.
final class Phrases {

  private static final int BEGIN = 3;
  private static final int SHIFT = 4;
  private static final int SLOTS = 1 << (BEGIN * SHIFT);

  private final String[] all;

  /// The numbers of the phrases by the hash of their first three characters.
  private final int[][] begins = new int[SLOTS][];

  /// The numbers of those that have fewer.
  private final int[] small;

  Phrases(List<String> phrases) {
    all = phrases.toArray(String[]::new);
    Arrays.fill(begins, new int[0]);
    int[] few = {};
    for (int i = 0; i < all.length; i++) {
      String phrase = all[i];
      if (phrase.length() < BEGIN) {
        few = with(few, i);
      } else {
        int hash = 0;
        for (int at = 0; at < BEGIN; at++) {
          hash = next(hash, phrase.charAt(at));
        }
        begins[hash] = with(begins[hash], i);
      }
    }
    small = few;
  }

  private static int[] with(int[] numbers, int one) {
    int[] more = Arrays.copyOf(numbers, numbers.length + 1);
    more[numbers.length] = one;
    return more;
  }

  /// The hash of the last three characters, from that of the three before: what is older is shifted
  /// out.
  private static int next(int hash, char c) {
    return (hash << SHIFT ^ c) & (SLOTS - 1);
  }

  /// The numbers of the phrases that stand in a text.
  BitSet in(String text) {
    BitSet found = new BitSet(all.length);
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = next(hash, text.charAt(i));
      for (int phrase : begins[hash]) {
        if (i >= BEGIN - 1 && text.startsWith(all[phrase], i - BEGIN + 1)) {
          found.set(phrase);
        }
      }
    }
    for (int phrase : small) {
      if (text.contains(all[phrase])) {
        found.set(phrase);
      }
    }
    return found;
  }
}
