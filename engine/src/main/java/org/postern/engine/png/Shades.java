package org.postern.engine.png;

import java.util.Arrays;

/// Luminance, 0 black to 255 white.
///
/// One thread: that of the decoder.
final class Shades implements Pixels<byte[]> {

  private final byte[] map = new byte[256];
  private final byte[] all;
  private final byte[] spare;

  /// @param colours of pixels of one sample
  /// @param spare pixels of a line where not all of them are shown one behind the other
  Shades(int[] colours, int size, int spare) {
    for (int i = 0; i < map.length; i++) {
      map[i] = (byte) shade(colours[i] >> 16 & 0xff, colours[i] >> 8 & 0xff, colours[i] & 0xff);
    }
    all = new byte[size];
    Arrays.fill(all, (byte) 0xff);
    this.spare = new byte[spare];
  }

  /// As the readers of codes weigh them.
  private static int shade(int red, int green, int blue) {
    return (red * 306 + green * 601 + blue * 117) >> 10;
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

  private void draw(Samples.Layout layout, byte[] line, int from, int count, byte[] into, int at) {
    switch (layout) {
      case MAPPED -> mapped(line, from, count, into, at);
      case GRAY_ALPHA -> grayAlpha(line, from, count, into, at);
      case RGB -> rgb(line, from, count, into, at);
      case RGB_ALPHA -> rgbAlpha(line, from, count, into, at);
    }
  }

  private void mapped(byte[] line, int from, int count, byte[] into, int at) {
    for (int i = 0; i < count; i++) {
      into[at + i] = map[line[from + i] & 0xff];
    }
  }

  private static void grayAlpha(byte[] line, int from, int count, byte[] into, int at) {
    for (int i = 0; i < count; i++) {
      into[at + i] = (byte) OnWhite.of(line[from + 2 * i] & 0xff, line[from + 2 * i + 1] & 0xff);
    }
  }

  private static void rgb(byte[] line, int from, int count, byte[] into, int at) {
    for (int i = 0; i < count; i++) {
      int pixel = from + 3 * i;
      into[at + i] =
          (byte) shade(line[pixel] & 0xff, line[pixel + 1] & 0xff, line[pixel + 2] & 0xff);
    }
  }

  private static void rgbAlpha(byte[] line, int from, int count, byte[] into, int at) {
    for (int i = 0; i < count; i++) {
      int pixel = from + 4 * i;
      int shade = shade(line[pixel] & 0xff, line[pixel + 1] & 0xff, line[pixel + 2] & 0xff);
      into[at + i] = (byte) OnWhite.of(shade, line[pixel + 3] & 0xff);
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
  public byte[] all() {
    return all;
  }
}
