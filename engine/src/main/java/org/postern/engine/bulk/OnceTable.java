package org.postern.engine.bulk;

import java.util.concurrent.atomic.AtomicInteger;

/// Fingerprints that went to one recipient so far, four to a set; the oldest of a set goes first.
/// Who holds the lock of a fingerprint has its set to itself: the lowest bits choose both.
final class OnceTable {

  private static final int WAYS = 4;

  private final long[] places;
  private final int[] recipients;
  private final int[] organisations;
  private final int[] networks;
  private final int[] seconds;

  OnceTable(int room) {
    places = new long[room];
    recipients = new int[room];
    organisations = new int[room];
    networks = new int[room];
    seconds = new int[room];
  }

  private int set(long place) {
    return (int) (place & (places.length / WAYS - 1)) * WAYS;
  }

  private int find(long place) {
    int set = set(place);
    for (int i = set; i < set + WAYS; i++) {
      if (places[i] == place && seconds[i] != 0) {
        return i;
      }
    }
    return -1;
  }

  /// Notes it, unless it went to another recipient before; whether that is all.
  boolean alone(long place, MemoryBulkCounts.Hashed who, int now) {
    int known = find(place);
    int recipient = who.recipients().length == 0 ? 0 : who.recipients()[0];
    if (known >= 0) {
      if (recipients[known] != recipient) {
        return false;
      }
      seconds[known] = now;
      return true;
    }
    int set = set(place);
    int victim = set;
    for (int i = set; i < set + WAYS; i++) {
      if (seconds[i] < seconds[victim]) {
        victim = i;
      }
    }
    places[victim] = place;
    recipients[victim] = recipient;
    organisations[victim] = who.organisation();
    networks[victim] = who.network();
    seconds[victim] = now;
    return true;
  }

  /// Hands what it knows to the other table.
  void take(long place, Seen seen, AtomicInteger room) {
    int known = find(place);
    if (known >= 0) {
      seen.before(recipients[known], organisations[known], networks[known], seconds[known], room);
      seconds[known] = 0;
    }
  }
}
