package org.postern.engine.learn;

import java.util.Arrays;

/// Features of one message, each once, as indices below 2^20, and where in the text that was shown
/// each of them ends.
final class FeatureSet {

  static final int BITS = 20;

  private static final ThreadLocal<long[]> SEEN =
      ThreadLocal.withInitial(() -> new long[(1 << BITS) / Long.SIZE]);

  private final int most;
  private final long[] seen;
  private int[] indices = new int[2048];
  private int[] positions = new int[2048];
  private int count;

  /// At most so many are taken. Between the constructor and [#close] no other set may be filled by
  /// the same thread.
  FeatureSet(int most) {
    this.most = most;
    this.seen = SEEN.get();
  }

  void add(long hash, int position) {
    int index = (int) (mixed(hash) >>> (Long.SIZE - BITS));
    long bit = 1L << index;
    if ((seen[index >>> 6] & bit) != 0 || count == most) {
      return;
    }
    seen[index >>> 6] |= bit;
    if (count == indices.length) {
      indices = Arrays.copyOf(indices, count * 2);
      positions = Arrays.copyOf(positions, count * 2);
    }
    indices[count] = index;
    positions[count++] = position;
  }

  private static long mixed(long value) {
    long h = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return h ^ (h >>> 31);
  }

  /// Nothing more comes: what the thread noted is forgotten.
  void close() {
    for (int i = 0; i < count; i++) {
      seen[indices[i] >>> 6] = 0;
    }
  }

  int count() {
    return count;
  }

  int index(int i) {
    return indices[i];
  }

  int position(int i) {
    return positions[i];
  }
}
