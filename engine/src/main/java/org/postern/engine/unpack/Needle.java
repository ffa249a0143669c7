package org.postern.engine.unpack;

import java.util.Arrays;

/// Octets to look for in octets, prepared once (Horspool's way: long needles skip most of the hay).
/// Immutable, thread-safe.
public final class Needle {

  private final byte[] octets;
  private final int[] skip = new int[256];

  /// @param octets at least one
  public Needle(byte[] octets) {
    if (octets.length == 0) {
      throw new IllegalArgumentException("an empty needle is everywhere");
    }
    this.octets = octets.clone();
    int last = octets.length - 1;
    Arrays.fill(skip, octets.length);
    for (int i = 0; i < last; i++) {
      skip[octets[i] & 0xff] = last - i;
    }
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
      byte end = content[at];
      if (end == lastOctet && Bytes.matches(content, at - last, octets)) {
        return at - last;
      }
      at += skip[end & 0xff];
    }
    return -1;
  }
}
