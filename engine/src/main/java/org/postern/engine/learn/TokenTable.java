package org.postern.engine.learn;

/// How often each token was seen in spam and in ham: open addressing over arrays that grow up to a
/// limit. At the limit half of the tokens go: those that were seen seldom and long ago.
///
/// A place is a token of 48 bits with the day it was last learnt (16 bits), and two counts of 16
/// bits; a count that has reached its end stays there. A token lies at most [#REACH] places behind
/// where its hash points; one that finds no place there is not kept, so that no choice of tokens
/// makes a search long.
///
/// One thread changes it while nobody reads; many may read.
final class TokenTable {

  /// So far from its hash a token may lie.
  static final int REACH = 128;

  static final int HIGHEST = 0xffff;
  private static final int FEWEST = 1 << 10;
  private static final int RANKS = 1 << 12;

  private final int most;
  private long[] places;
  private int[] counts;
  private int used;

  /// @param most tokens at the most
  TokenTable(int most) {
    this.most = Math.max(FEWEST / 2, most);
    this.places = new long[FEWEST];
    this.counts = new int[FEWEST];
  }

  /// Tokens in it.
  int used() {
    return used;
  }

  /// What it takes in memory.
  long octets() {
    return places.length * (long) (Long.BYTES + Integer.BYTES);
  }

  /// How often a token was seen: in spam the upper half, in ham the lower half.
  int counts(long token) {
    int at = find(token);
    return at < 0 ? 0 : counts[at];
  }

  static int spam(int counts) {
    return counts >>> Short.SIZE;
  }

  static int ham(int counts) {
    return counts & HIGHEST;
  }

  /// Counts a token once more. Gives how many tokens had to go to make room.
  int learn(long token, boolean spam, int day) {
    int at = find(token);
    if (at >= 0) {
      int before = counts[at];
      boolean full = (spam ? spam(before) : ham(before)) == HIGHEST;
      counts[at] = full ? before : before + one(spam);
      places[at] = place(token, day);
      return 0;
    }
    int gone = makeRoom(day);
    insert(place(token, day), one(spam));
    return gone;
  }

  /// Counts a token once less; it goes when nothing is left of it.
  void unlearn(long token, boolean spam) {
    int at = find(token);
    if (at < 0) {
      return; // it went for lack of room
    }
    int before = counts[at];
    int count = spam ? spam(before) : ham(before);
    if (count == 0 || count == HIGHEST) {
      return;
    }
    counts[at] = before - one(spam);
    if (counts[at] == 0) {
      remove(at);
    }
  }

  private static int one(boolean spam) {
    return spam ? 1 << Short.SIZE : 1;
  }

  private static long place(long token, int day) {
    return (token << Short.SIZE) | (day & HIGHEST);
  }

  private int find(long token) {
    int mask = places.length - 1;
    int at = home(token, mask);
    for (int i = 0; i < REACH; i++) {
      long place = places[at];
      if (place == 0) {
        return -1;
      }
      if (place >>> Short.SIZE == token) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return -1;
  }

  private static int home(long token, int mask) {
    return (int) (token ^ (token >>> 24)) & mask;
  }

  private boolean insert(long place, int count) {
    int mask = places.length - 1;
    int at = home(place >>> Short.SIZE, mask);
    for (int i = 0; i < REACH; i++) {
      if (places[at] == 0) {
        places[at] = place;
        counts[at] = count;
        used++;
        return true;
      }
      at = (at + 1) & mask;
    }
    return false;
  }

  // Moves up what would not be found behind the gap.
  private void remove(int gap) {
    int mask = places.length - 1;
    int free = gap;
    for (int i = 1; i < places.length; i++) {
      int at = (gap + i) & mask;
      if (places[at] == 0) {
        break;
      }
      int home = home(places[at] >>> Short.SIZE, mask);
      if (((at - home) & mask) >= ((at - free) & mask)) {
        places[free] = places[at];
        counts[free] = counts[at];
        free = at;
      }
    }
    places[free] = 0;
    counts[free] = 0;
    used--;
  }

  private int makeRoom(int day) {
    if (used >= most) {
      return expire(day);
    }
    if (used + 1 > places.length / 4 * 3) {
      rebuild(places.length * 2, RANKS, 0, 0);
    }
    return 0;
  }

  /// Lets half of the tokens go, and gives how many went. Two passes over the table, whatever is in
  /// it.
  int expire(int day) {
    int before = used;
    int keep = most / 2;
    int[] ranks = new int[RANKS];
    for (int at = 0; at < places.length; at++) {
      if (places[at] != 0) {
        ranks[rank(places[at], counts[at], day)]++;
      }
    }
    int rank = 0;
    int below = 0;
    while (rank < RANKS && below + ranks[rank] <= keep) {
      below += ranks[rank++];
    }
    rebuild(places.length, rank, keep - below, day);
    return before - used;
  }

  /// The higher, the sooner it goes: the days since it was learnt, counted the less the more often
  /// it was seen.
  private static int rank(long place, int count, int day) {
    int age = Math.max(0, (day & HIGHEST) - (int) (place & HIGHEST));
    int seen = spam(count) + ham(count);
    int often = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, seen));
    return Math.min(RANKS - 1, 16 * (age + 1) / often);
  }

  /// Keeps what ranks lower, and so many of that rank.
  private void rebuild(int size, int rank, int ofRank, int day) {
    long[] oldPlaces = places;
    int[] oldCounts = counts;
    places = new long[size];
    counts = new int[size];
    used = 0;
    int left = ofRank;
    for (int at = 0; at < oldPlaces.length; at++) {
      if (oldPlaces[at] != 0) {
        int own = rank == RANKS ? 0 : rank(oldPlaces[at], oldCounts[at], day);
        boolean kept = own < rank || (own == rank && left-- > 0);
        if (kept) {
          insert(oldPlaces[at], oldCounts[at]);
        }
      }
    }
  }

  /// Takes each place in turn.
  interface Taker {
    void take(long place, int counts);
  }

  void forEach(Taker taker) {
    for (int at = 0; at < places.length; at++) {
      if (places[at] != 0) {
        taker.take(places[at], counts[at]);
      }
    }
  }

  /// Puts back what [#forEach] gave.
  void restore(long place, int count) {
    if (place >>> Short.SIZE != 0 && find(place >>> Short.SIZE) < 0) {
      makeRoom((int) (place & HIGHEST));
      insert(place, count);
    }
  }
}
