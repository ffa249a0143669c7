package org.postern.engine.bulk;

import java.util.Arrays;
import java.util.Locale;

/// Hashes of words, to be looked up for each word of a text. One thread while it grows.
final class WordSet {

  private static final int FIRST = 16;

  private long[] places = new long[FIRST]; // 0 is empty; no word that matters has that hash
  private int count;

  /// Of words in lower case or not, divided by white space.
  static WordSet of(String list) {
    WordSet set = new WordSet();
    Arrays.stream(list.strip().split("\\s+")).forEach(set::add);
    return set;
  }

  void add(String word) {
    put(Mix.text(word.toLowerCase(Locale.ROOT)));
  }

  private void put(long hash) {
    if (2 * count >= places.length) {
      long[] old = places;
      places = new long[2 * old.length];
      count = 0;
      for (long one : old) {
        if (one != 0) {
          put(one);
        }
      }
    }
    int place = place(hash);
    count += places[place] == 0 ? 1 : 0;
    places[place] = hash;
  }

  boolean contains(long hash) {
    return count > 0 && places[place(hash)] == hash;
  }

  private int place(long hash) {
    int place = (int) hash & (places.length - 1);
    while (places[place] != 0 && places[place] != hash) {
      place = (place + 1) & (places.length - 1);
    }
    return place;
  }
}
