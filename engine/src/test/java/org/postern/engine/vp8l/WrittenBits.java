package org.postern.engine.vp8l;

import java.io.ByteArrayOutputStream;

/// Writes bits as they are read, the lowest of each octet first.
final class WrittenBits {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long window;
  private int held;

  WrittenBits bits(int value, int count) {
    window |= (long) value << held;
    held += count;
    while (held >= Byte.SIZE) {
      out.write((int) window);
      window >>>= Byte.SIZE;
      held -= Byte.SIZE;
    }
    return this;
  }

  /// The first octets of a picture.
  static WrittenBits picture(int width, int height) {
    return new WrittenBits()
        .bits(0x2f, Byte.SIZE)
        .bits(width - 1, 14)
        .bits(height - 1, 14)
        .bits(1, 1)
        .bits(0, 3);
  }

  /// A prefix code of one symbol.
  WrittenBits only(int symbol) {
    return bits(1, 1).bits(0, 1).bits(1, 1).bits(symbol, Byte.SIZE);
  }

  /// Five of them: the colour of all pixels.
  WrittenBits only(int alpha, int red, int green, int blue) {
    return only(green).only(red).only(blue).only(alpha).only(0);
  }

  byte[] octets() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.write((int) window);
    return all.toByteArray();
  }
}
