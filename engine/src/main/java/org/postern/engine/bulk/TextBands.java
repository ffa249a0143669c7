package org.postern.engine.bulk;

import java.util.Arrays;

/// What nearly the same texts have in common: runs of three words are spread over sixteen bins, the
/// least hash of each bin is kept (one permutation hashing, Li, Owen and Zhang 2012), and four
/// times four of them make a band each.
///
/// Two texts that share the part `s` of their runs share a band with the probability `s` to the
/// fourth: 81 % where one word in sixty was changed, 6 % where half of the runs differ.
final class TextBands {

  /// How many fingerprints a text has.
  static final int BANDS = 4;

  private static final int ROWS = 4;
  private static final int BINS = BANDS * ROWS;
  private static final int RUN = 3;
  private static final long EMPTY = Long.MAX_VALUE;

  private TextBands() {}

  /// @param words at least three
  static long[] of(long[] words) {
    long[] least = new long[BINS];
    Arrays.fill(least, EMPTY);
    for (int i = 0; i + RUN <= words.length; i++) {
      long run =
          Mix.spread(
              words[i]
                  + 0x9e3779b97f4a7c15L * words[i + 1]
                  + 0xc2b2ae3d27d4eb4fL * Long.rotateLeft(words[i + 2], 17));
      int bin = (int) (run >>> 60);
      least[bin] = Math.min(least[bin], run & (EMPTY >>> 3));
    }
    long[] full = filled(least);
    long[] bands = new long[BANDS];
    for (int band = 0; band < BANDS; band++) {
      long hash = Mix.spread(band);
      for (int row = 0; row < ROWS; row++) {
        hash = Mix.and(hash, full[band * ROWS + row]);
      }
      bands[band] = hash;
    }
    return bands;
  }

  /// An empty bin has what the next one has (Shrivastava and Li 2014).
  private static long[] filled(long[] least) {
    long[] full = least.clone();
    for (int i = 0; i < BINS; i++) {
      for (int step = 1; full[i] == EMPTY && step < BINS; step++) {
        long next = least[(i + step) % BINS];
        full[i] = next == EMPTY ? EMPTY : Mix.and(step, next);
      }
    }
    return full;
  }
}
