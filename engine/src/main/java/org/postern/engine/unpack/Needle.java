package org.postern.engine.unpack;

import java.util.Arrays;

/// Octets to look for in octets, prepared once (Horspool's way: most of the hay is skipped). Of
/// long needles the last two octets of a stretch tell how far to skip: nearly all single octets of
/// a text stand somewhere in them, hardly a pair does.
///
/// Immutable, thread-safe.
public final class Needle {

  /// From so many octets on pairs are looked at.
  private static final int LONG = 16;

  private static final int SLOTS = 1 << 10;

  private final byte[] octets;
  private final boolean pairs;

  /// By an octet, or by the hash of two.
  private final int[] skip;

  /// @param octets at least one
  public Needle(byte[] octets) {
    if (octets.length == 0) {
      throw new IllegalArgumentException("an empty needle is everywhere");
    }
    this.octets = octets.clone();
    this.pairs = octets.length >= LONG;
    this.skip = new int[pairs ? SLOTS : 256];
    int last = octets.length - 1;
    Arrays.fill(skip, pairs ? last : octets.length);
    for (int i = pairs ? 1 : 0; i < last; i++) {
      skip[slot(octets, i)] = last - i;
    }
  }

  private int slot(byte[] content, int end) {
    return pairs ? (content[end - 1] << 5 ^ content[end]) & (SLOTS - 1) : content[end] & 0xff;
  }

  /// In octets.
  public int length() {
    return octets.length;
  }

  /// Whether the content begins with it.
  public boolean startOf(byte[] content) {
    return Bytes.matches(content, 0, octets);
  }

  /// Whether it stands anywhere in the content.
  public boolean isIn(byte[] content) {
    return find(content, 0) >= 0;
  }

  /// Where it stands first, from an offset on; -1 where it does not.
  public int find(byte[] content, int from) {
    int last = octets.length - 1;
    byte lastOctet = octets[last];
    int at = Math.max(0, from) + last;
    while (at < content.length) {
      if (content[at] == lastOctet && Bytes.matches(content, at - last, octets)) {
        return at - last;
      }
      at += skip[slot(content, at)];
    }
    return -1;
  }
}
