package org.postern.engine.png;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Walks the chunks of a file. One that claims to be longer than the file ends with it.
///
/// One thread: that of the decoder.
final class Chunks {

  static final int IHDR = 0x49484452;
  static final int PLTE = 0x504c5445;
  static final int TRNS = 0x74524e53;
  static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;

  /// Length and type in front.
  private static final int FRONT = 8;

  private static final int CHECKSUM = 4;
  private static final int SIGNATURE = 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] octets;
  private int next = SIGNATURE;
  private int type;
  private int from;
  private int length;

  Chunks(byte[] octets) {
    this.octets = octets;
  }

  /// Whether there is another; moves to it.
  boolean advance() {
    if (type == IEND || next < 0 || next > octets.length - FRONT) {
      length = 0;
      return false;
    }
    int claimed = (int) INT.get(octets, next);
    type = (int) INT.get(octets, next + 4);
    from = next + FRONT;
    int there = octets.length - from;
    boolean whole = claimed >= 0 && claimed <= there;
    length = whole ? claimed : there;
    next = whole ? from + claimed + CHECKSUM : octets.length;
    return true;
  }

  int type() {
    return type;
  }

  byte[] octets() {
    return octets;
  }

  /// Where its content begins.
  int from() {
    return from;
  }

  /// Of its content, as far as it is there.
  int length() {
    return length;
  }

  /// An octet of its content.
  int octet(int at) {
    return octets[from + at] & 0xff;
  }

  /// Four octets of its content.
  int number(int at) {
    return (int) INT.get(octets, from + at);
  }
}
