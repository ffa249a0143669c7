package org.postern.engine.bulk;

import java.util.concurrent.atomic.AtomicInteger;

/// Which different values were seen when, of which it can tell how many there were since any
/// moment: exactly up to its room, beyond it by a sample (adaptive sampling, Wegman and Flajolet):
/// only values whose hash begins with `depth` zeros are kept, each of which stands for two to the
/// power of `depth`. With a room of 128 the error is around 10 %.
///
/// One thread at a time.
final class Distinct {

  private static final int FIRST = 2;
  private static final int DEEPEST = 24;

  private final int most;
  private long[] seen = new long[FIRST]; // the hash above, the second below
  private int count;
  private int depth;

  /// @param most how many values are kept, a power of two
  Distinct(int most) {
    this.most = most;
  }

  /// @param second of now
  /// @param old what was last seen before this second can go
  /// @param room how many more values all of them together may keep
  void add(int hash, int second, int old, AtomicInteger room) {
    if (!kept(hash)) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if ((int) (seen[i] >>> 32) == hash) {
        seen[i] = packed(hash, Math.max(second, (int) seen[i]));
        return;
      }
    }
    if (count == seen.length) {
      makeRoom(old, room);
    }
    if (kept(hash) && count < seen.length) {
      seen[count++] = packed(hash, second);
    }
  }

  private static long packed(int hash, int second) {
    return (long) hash << 32 | (second & 0xffffffffL);
  }

  private boolean kept(int hash) {
    return depth == 0 || hash >>> (Integer.SIZE - depth) == 0;
  }

  private void makeRoom(int old, AtomicInteger room) {
    int left = 0;
    for (int i = 0; i < count; i++) {
      if ((int) seen[i] >= old) {
        seen[left++] = seen[i];
      }
    }
    count = left;
    depth = count == 0 ? 0 : depth;
    if (count < seen.length) {
      return;
    }
    if (seen.length < most && room.addAndGet(-seen.length) >= 0) {
      seen = java.util.Arrays.copyOf(seen, 2 * seen.length);
      return;
    }
    if (seen.length < most) {
      room.addAndGet(seen.length);
    }
    while (count == seen.length && depth < DEEPEST) {
      deepen();
    }
  }

  private void deepen() {
    depth++;
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (kept((int) (seen[i] >>> 32))) {
        seen[left++] = seen[i];
      }
    }
    count = left;
  }

  /// How many were seen at this second or later.
  int since(int second) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      found += (int) seen[i] >= second ? 1 : 0;
    }
    return (int) Math.min(Integer.MAX_VALUE, (long) found << depth);
  }

  boolean exact() {
    return depth == 0;
  }

  /// How many places it has taken from the common room.
  int taken() {
    return seen.length - FIRST;
  }
}
