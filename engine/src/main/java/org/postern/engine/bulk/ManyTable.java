package org.postern.engine.bulk;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Fingerprints that went to several recipients, eight to a set. Who holds the lock of a
/// fingerprint has its set to itself: the lowest bits choose both.
final class ManyTable {

  private static final int WAYS = 8;

  private final @Nullable Seen[] all;
  private final AtomicInteger values;

  ManyTable(int room, AtomicInteger values) {
    this.all = new Seen[room];
    this.values = values;
  }

  private int set(long place) {
    return (int) (place & (all.length / WAYS - 1)) * WAYS;
  }

  @Nullable Seen find(long place) {
    int set = set(place);
    for (int i = set; i < set + WAYS; i++) {
      Seen seen = all[i];
      if (seen != null && seen.place == place) {
        return seen;
      }
    }
    return null;
  }

  /// A new one, in place of what is worth least.
  Seen begin(long place, int now) {
    int set = set(place);
    int victim = set;
    int least = Integer.MAX_VALUE;
    int oldest = Integer.MAX_VALUE;
    for (int i = set; i < set + WAYS; i++) {
      Seen seen = all[i];
      int worth = seen == null ? -1 : seen.worth(now);
      int last = seen == null ? 0 : seen.last();
      if (worth < least || (worth == least && last < oldest)) {
        victim = i;
        least = worth;
        oldest = last;
      }
    }
    Seen gone = all[victim];
    if (gone != null) {
      values.addAndGet(gone.taken());
    }
    Seen fresh = new Seen(place);
    all[victim] = fresh;
    return fresh;
  }
}
