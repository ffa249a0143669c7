package org.postern.engine.png;

import java.util.function.BooleanSupplier;

/// The lines of one pass, one by one, without their filters.
///
/// One thread: that of the decoder.
final class Lines {

  /// Decompressed at a time, where a line is not longer.
  private static final int SOME = 32 << 10;

  private final Data data;
  private final int octets;
  private final int pixel;
  private final BooleanSupplier late;

  /// The last line of those before, then some more, each with its filter in front.
  private final byte[] buffer;

  private int left;
  private int ready;
  private int at;

  /// @param count of the lines
  /// @param octets of a line without its filter
  /// @param pixel octets of a pixel
  /// @param late asked again and again whether to give up
  Lines(Data data, int count, int octets, int pixel, BooleanSupplier late) {
    this.data = data;
    this.octets = octets;
    this.pixel = pixel;
    this.late = late;
    this.left = count;
    int lines = Math.clamp(SOME / (octets + 1), 1, count);
    this.buffer = new byte[(octets + 1) * (lines + 1)];
  }

  /// Whether there is another; it lies in [#buffer] at [#at].
  boolean advance() throws Refusal {
    if (ready == 0 && !fill()) {
      return false;
    }
    ready--;
    int above = at;
    at += octets + 1;
    return Filters.undo(buffer[at] & 0xff, buffer, at + 1, above + 1, octets, pixel);
  }

  private boolean fill() throws Refusal {
    if (late.getAsBoolean()) {
      throw new Refusal("no time left");
    }
    int line = octets + 1;
    System.arraycopy(buffer, at, buffer, 0, line);
    at = 0;
    int wanted = Math.min(left, buffer.length / line - 1);
    ready = data.read(buffer, line, wanted * line) / line;
    left -= ready;
    return ready > 0;
  }

  byte[] buffer() {
    return buffer;
  }

  /// Where the samples of the line begin.
  int at() {
    return at + 1;
  }
}
