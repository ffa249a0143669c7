package org.postern.engine.png;

import java.util.Arrays;

/// Red, green and blue in an int each.
///
/// One thread: that of the decoder.
final class Colours implements Pixels<int[]> {

  private static final int WHITE = 0xff_ffff;

  private final int[] map;
  private final int[] all;
  private final int[] spare;

  /// @param colours of pixels of one sample
  /// @param spare pixels of a line where not all of them are shown one behind the other
  Colours(int[] colours, int size, int spare) {
    map = colours;
    all = new int[size];
    Arrays.fill(all, WHITE);
    this.spare = new int[spare];
  }

  @Override
  public void draw(Samples.Layout layout, byte[] line, int from, Span span, int at) {
    if (span.whole()) {
      draw(layout, line, from, span.columns(), all, at);
    } else {
      draw(layout, line, from, span.columns(), spare, 0);
      scatter(span, at);
    }
  }

  private void draw(Samples.Layout layout, byte[] line, int from, int count, int[] into, int at) {
    switch (layout) {
      case MAPPED -> mapped(line, from, count, into, at);
      case GRAY_ALPHA -> grayAlpha(line, from, count, into, at);
      case RGB -> rgb(line, from, count, into, at);
      case RGB_ALPHA -> rgbAlpha(line, from, count, into, at);
    }
  }

  private void mapped(byte[] line, int from, int count, int[] into, int at) {
    for (int i = 0; i < count; i++) {
      into[at + i] = map[line[from + i] & 0xff];
    }
  }

  private static void grayAlpha(byte[] line, int from, int count, int[] into, int at) {
    for (int i = 0; i < count; i++) {
      int shade = OnWhite.of(line[from + 2 * i] & 0xff, line[from + 2 * i + 1] & 0xff);
      into[at + i] = shade * 0x01_0101;
    }
  }

  private static void rgb(byte[] line, int from, int count, int[] into, int at) {
    for (int i = 0; i < count; i++) {
      int pixel = from + 3 * i;
      into[at + i] =
          (line[pixel] & 0xff) << 16 | (line[pixel + 1] & 0xff) << 8 | (line[pixel + 2] & 0xff);
    }
  }

  private static void rgbAlpha(byte[] line, int from, int count, int[] into, int at) {
    for (int i = 0; i < count; i++) {
      int pixel = from + 4 * i;
      int seen = line[pixel + 3] & 0xff;
      into[at + i] =
          OnWhite.of(line[pixel] & 0xff, seen) << 16
              | OnWhite.of(line[pixel + 1] & 0xff, seen) << 8
              | OnWhite.of(line[pixel + 2] & 0xff, seen);
    }
  }

  private void scatter(Span span, int at) {
    int from = span.first();
    int to = at + span.start();
    for (int i = 0; i < span.count(); i++) {
      all[to] = spare[from];
      from += span.stride();
      to += span.ahead();
    }
  }

  @Override
  public void copy(int from, int at) {
    all[at] = all[from];
  }

  @Override
  public int[] all() {
    return all;
  }
}
