package org.postern.engine.vp8l;

/// Bits of a piece of a file, the lowest of each octet first; zeros behind its end.
final class Bits {

  private final byte[] octets;
  private final int end;
  private int at;
  private long window;
  private int held;
  private boolean ended;

  Bits(byte[] octets, int from, int end) {
    this.octets = octets;
    this.at = from;
    this.end = end;
  }

  /// Up to 24 of them as a number.
  int read(int count) {
    int value = peek(count);
    skip(count);
    return value;
  }

  boolean flag() {
    return read(1) == 1;
  }

  /// What [#read] would give.
  int peek(int count) {
    if (held < count) {
      fill();
    }
    return (int) window & ((1 << count) - 1);
  }

  /// Passes bits that were looked at.
  void skip(int count) {
    if (count > held) {
      ended = true;
      held = 0;
      window = 0;
      return;
    }
    window >>>= count;
    held -= count;
  }

  /// Whether more was read than there is.
  boolean ended() {
    return ended;
  }

  private void fill() {
    while (held <= Long.SIZE - 2 * Byte.SIZE && at < end) {
      window |= (octets[at++] & 0xffL) << held;
      held += Byte.SIZE;
    }
  }
}
