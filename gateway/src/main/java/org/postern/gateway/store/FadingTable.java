package org.postern.gateway.store;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Counts in a table of fixed size: each key has eight places, which it shares with others; where
/// they are full, the smallest count of them goes. Keys are hashes; 0 is none. 24 octets a place.
///
/// Thread-safe: a lock for each part of the table.
final class FadingTable {

  static final int WAYS = 8;
  private static final int LOCKS = 64;
  // Below it a count is nothing any more.
  private static final double FADED = 0.01;

  private final double lifeMillis;
  private final int sets;
  private final long[] keys;
  private final float[] values;
  private final long[] lasts;
  private final int[] sinces;
  private final Lock[] locks = new Lock[LOCKS];

  FadingTable(Counters.Kind kind) {
    lifeMillis = kind.life().toMillis();
    // Keys do not fall evenly: half as many places more than asked for.
    long places = kind.room() + kind.room() / 2L;
    sets = Integer.highestOneBit(Math.clamp(places / WAYS, 1, 1 << 24) * 2 - 1);
    keys = new long[sets * WAYS];
    values = new float[sets * WAYS];
    lasts = new long[sets * WAYS];
    sinces = new int[sets * WAYS];
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /// What is counted under a key: the value, and since which second.
  record Entry(double value, int since) {
    static final Entry NONE = new Entry(0, 0);
  }

  Entry add(long key, double amount, long now) {
    Lock lock = lock(key);
    lock.lock();
    try {
      int at = find(key);
      double before = at < 0 ? 0 : faded(at, now);
      if (before <= 0) {
        at = at < 0 ? weakest(key, now) : at;
        keys[at] = key;
        sinces[at] = (int) (now / 1000);
      }
      values[at] = (float) (before + amount);
      lasts[at] = now;
      return new Entry(values[at], sinces[at]);
    } finally {
      lock.unlock();
    }
  }

  Entry count(long key, long now) {
    Lock lock = lock(key);
    lock.lock();
    try {
      int at = find(key);
      double value = at < 0 ? 0 : faded(at, now);
      return value <= 0 ? Entry.NONE : new Entry(value, sinces[at]);
    } finally {
      lock.unlock();
    }
  }

  void forget(long key) {
    Lock lock = lock(key);
    lock.lock();
    try {
      int at = find(key);
      if (at >= 0) {
        keys[at] = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Writes what has not faded: pairs of a key and what it has, ended by the key 0.
  void write(DataOutput out, long now) throws IOException {
    for (int set = 0; set < sets; set++) {
      Lock lock = locks[set % LOCKS];
      lock.lock();
      try {
        for (int at = set * WAYS; at < (set + 1) * WAYS; at++) {
          if (keys[at] != 0 && faded(at, now) > 0) {
            out.writeLong(keys[at]);
            out.writeFloat(values[at]);
            out.writeLong(lasts[at]);
            out.writeInt(sinces[at]);
          }
        }
      } finally {
        lock.unlock();
      }
    }
    out.writeLong(0);
  }

  /// Reads what `write` wrote, a table of another size perhaps.
  void read(DataInput in, long now) throws IOException {
    for (long key = in.readLong(); key != 0; key = in.readLong()) {
      float value = in.readFloat();
      // A clock that was set back would keep a count from fading.
      long last = Math.min(in.readLong(), now);
      int since = in.readInt();
      int at = weakest(key, now);
      keys[at] = key;
      values[at] = value;
      lasts[at] = last;
      sinces[at] = since;
    }
  }

  private int set(long key) {
    return (int) (key & (sets - 1));
  }

  private Lock lock(long key) {
    return locks[set(key) % LOCKS];
  }

  private int find(long key) {
    int first = set(key) * WAYS;
    for (int at = first; at < first + WAYS; at++) {
      if (keys[at] == key) {
        return at;
      }
    }
    return -1;
  }

  private int weakest(long key, long now) {
    int first = set(key) * WAYS;
    int weakest = first;
    double least = Double.MAX_VALUE;
    for (int at = first; at < first + WAYS; at++) {
      double value = keys[at] == 0 ? -1 : faded(at, now);
      if (value < least) {
        least = value;
        weakest = at;
      }
    }
    return weakest;
  }

  // 0 where too little is left.
  private double faded(int at, long now) {
    double value = values[at] * Math.exp(-Math.max(0, now - lasts[at]) / lifeMillis);
    return value < FADED ? 0 : value;
  }
}
