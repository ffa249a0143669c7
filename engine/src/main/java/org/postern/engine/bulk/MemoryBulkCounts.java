package org.postern.engine.bulk;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Counts of one process, in memory: after a restart counting begins anew, and a wave is known
/// again within minutes.
///
/// Room is fixed. What went to one recipient alone lies in a table of its own, so that a sender of
/// ever new mail pushes out nothing but that; from the other table goes what went to the fewest
/// recipients, a count being halved with each hour of silence. Names are kept as hashes of 32 bits
/// under a key of this process.
///
/// Thread-safe: 64 locks by fingerprint; nothing is hashed while one is held.
public final class MemoryBulkCounts implements BulkCounts {

  private static final int LOCKS = 64;
  private static final int MOST_RECIPIENTS = 1_000;

  private final InstantSource clock;
  private final long key;
  private final long begun;
  private final OnceTable once;
  private final ManyTable many;
  private final AtomicInteger values;
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  /// @param clock the time of each sighting
  /// @param random for a key that nobody knows
  public MemoryBulkCounts(BulkRoom room, InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.key = random.nextLong();
    this.begun = clock.millis();
    this.once = new OnceTable(room.once());
    this.values = new AtomicInteger(room.values());
    this.many = new ManyTable(room.many(), values);
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /// Who was seen, as hashes.
  record Hashed(int[] recipients, int organisation, int network) {}

  @Override
  public List<Tally> add(List<Fingerprint> prints, Sighting sighting) {
    Hashed who = hashed(sighting);
    int now = Math.clamp((clock.millis() - begun) / 1_000 + 1, 1, Integer.MAX_VALUE);
    List<Tally> tallies = new ArrayList<>(prints.size());
    for (Fingerprint print : prints) {
      long place = Mix.spread(Mix.and(print.value() ^ key, Mix.text(print.kind().name())));
      ReentrantLock lock = locks[(int) place & (LOCKS - 1)];
      lock.lock();
      try {
        tallies.add(new Tally(print, count(place, who, now)));
      } finally {
        lock.unlock();
      }
    }
    return tallies;
  }

  private Map<Window, Tally.Count> count(long place, Hashed who, int now) {
    Seen seen = many.find(place);
    if (seen == null) {
      if (who.recipients().length <= 1 && once.alone(place, who, now)) {
        return Seen.ALONE;
      }
      seen = many.begin(place, now);
      once.take(place, seen, values);
    }
    seen.add(who, now, values);
    return seen.counts(now);
  }

  private Hashed hashed(Sighting sighting) {
    return new Hashed(
        sighting.recipients().stream().limit(MOST_RECIPIENTS).mapToInt(this::hash).toArray(),
        hash(sighting.organisation()),
        hash(sighting.network()));
  }

  private int hash(String name) {
    return (int) (Mix.spread(Mix.text(name) ^ key) >>> 32);
  }
}
