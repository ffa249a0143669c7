package org.postern.engine.pattern;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One pass of Vectorscan over a text.
///
/// Thread-safe: each scan takes a scratch of the process-wide pool, which has as many as were
/// needed at once.
final class VectorscanFilter implements Prefilter {

  private static final ConcurrentLinkedQueue<Scratch> POOL = new ConcurrentLinkedQueue<>();

  private final Vectorscan library;
  private final Vectorscan.Database database;

  /// The number of each expression of the database; several may be pieces of one.
  private final int[] numbers;

  VectorscanFilter(Vectorscan library, Vectorscan.Database database, int[] numbers) {
    this.library = library;
    this.database = database;
    this.numbers = numbers;
  }

  @Override
  public void scan(byte[] octets, int length, int[] first) {
    int[] ends = new int[numbers.length];
    Arrays.fill(ends, -1);
    Scratch scratch = POOL.poll();
    if (scratch == null) {
      scratch = new Scratch(library);
    }
    boolean sound = false;
    try {
      scratch.scan(database, octets, length, ends);
      sound = true;
    } finally {
      if (sound) {
        POOL.add(scratch);
      } else {
        scratch.free();
      }
    }
    for (int i = 0; i < ends.length; i++) {
      int known = first[numbers[i]];
      if (ends[i] >= 0 && (known < 0 || ends[i] < known)) {
        first[numbers[i]] = ends[i];
      }
    }
  }
}
