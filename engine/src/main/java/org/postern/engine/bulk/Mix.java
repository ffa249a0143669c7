package org.postern.engine.bulk;

/// Hashes of 64 bits for fingerprints: the same everywhere, well spread, no secret.
final class Mix {

  private static final long START = 0x9e3779b97f4a7c15L;
  private static final long PRIME = 0x100000001b3L;
  private static final int OCTETS = 64 << 10;

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

  private static long octets(long start, byte[] octets, int from, int to) {
    long hash = start;
    long word = 0;
    for (int i = from; i < to; i++) {
      word = word << 8 | (octets[i] & 0xff);
      if ((i - from & 7) == 7) {
        hash = Long.rotateLeft(hash ^ spread(word), 27) * PRIME;
        word = 0;
      }
    }
    return spread(hash ^ word);
  }
}
