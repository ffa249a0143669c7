package org.postern.engine.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Hashes of 64 bits for fingerprints: the same everywhere, well spread, no secret.
final class Mix {

  private static final long START = 0x9e3779b97f4a7c15L;
  private static final long PRIME = 0x100000001b3L;
  private static final int OCTETS = 64 << 10;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Mix() {}

  /// Spreads every bit over all (the finalizer of SplitMix64, Steele and others 2014).
  static long spread(long value) {
    long z = value + START;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /// A hash and one more value, in this order.
  static long and(long hash, long value) {
    return spread(hash * 31 + value);
  }

  /// A hash of letters that are still to come.
  static long begin() {
    return 0xcbf29ce484222325L;
  }

  /// With one more letter (FNV-1a).
  static long letter(long hash, char c) {
    return (hash ^ c) * PRIME;
  }

  static long text(CharSequence text) {
    return text(text, 0, text.length());
  }

  static long text(CharSequence text, int from, int to) {
    long hash = begin();
    for (int i = from; i < to; i++) {
      hash = letter(hash, text.charAt(i));
    }
    return spread(hash);
  }

  /// Of the length, the beginning and the end: 64 KB each.
  static long octets(byte[] octets) {
    long hash = spread(octets.length);
    int first = Math.min(octets.length, OCTETS);
    hash = octets(hash, octets, 0, first);
    return octets(hash, octets, Math.max(first, octets.length - OCTETS), octets.length);
  }

  /// Of all octets.
  static long whole(byte[] octets) {
    return octets(spread(octets.length), octets, 0, octets.length);
  }

  private static long octets(long start, byte[] octets, int from, int to) {
    long hash = start;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = (long) WORDS.get(octets, at);
      hash = Long.rotateLeft(hash ^ spread(word), 27) * PRIME;
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = rest << 8 | (octets[at] & 0xff);
    }
    return spread(hash ^ rest);
  }
}
