package org.postern.engine.png;

import java.util.Optional;

/// Brings the lines of a picture to one octet a sample: those of fewer bits are spread, of those of
/// sixteen the upper octet remains. A colour that is transparent becomes a sample of its own.
///
/// One thread: that of the decoder.
final class Samples {

  /// What a pixel consists of in the end.
  enum Layout {
    MAPPED,
    GRAY_ALPHA,
    RGB,
    RGB_ALPHA
  }

  private final Head head;
  private final Optional<int[]> transparent;
  private final byte[] spread;

  /// @param transparent the colour, sample by sample, where it has to be looked for: RGB, and gray
  ///   of sixteen bits
  Samples(Head head, Optional<int[]> transparent) {
    this.head = head;
    this.transparent = transparent;
    this.spread = asTheyLie() ? new byte[0] : new byte[head.width() * channels(layout())];
  }

  private static int channels(Layout layout) {
    return switch (layout) {
      case MAPPED -> 1;
      case GRAY_ALPHA -> 2;
      case RGB -> 3;
      case RGB_ALPHA -> 4;
    };
  }

  Layout layout() {
    return switch (head.kind()) {
      case INDEXED -> Layout.MAPPED;
      case GRAY -> transparent.isPresent() ? Layout.GRAY_ALPHA : Layout.MAPPED;
      case RGB -> transparent.isPresent() ? Layout.RGB_ALPHA : Layout.RGB;
      case GRAY_ALPHA -> Layout.GRAY_ALPHA;
      case RGB_ALPHA -> Layout.RGB_ALPHA;
    };
  }

  /// Whether nothing is to be done.
  boolean asTheyLie() {
    return head.depth() == Byte.SIZE && transparent.isEmpty();
  }

  /// The samples of a line.
  ///
  /// @param from where it begins
  byte[] of(byte[] line, int from, int pixels) {
    int samples = pixels * head.kind().channels;
    switch (head.depth()) {
      case 1 -> bits(line, from, samples);
      case 2 -> pairs(line, from, samples);
      case 4 -> halves(line, from, samples);
      case 8 -> keyed(line, from, pixels, transparent.orElseThrow());
      default -> {
        if (transparent.isEmpty()) {
          upper(line, from, samples);
        } else {
          keyedWide(line, from, pixels, transparent.get());
        }
      }
    }
    return spread;
  }

  private void bits(byte[] line, int from, int samples) {
    for (int i = 0; i < samples; i++) {
      spread[i] = (byte) (line[from + (i >> 3)] >> (~i & 7) & 1);
    }
  }

  private void pairs(byte[] line, int from, int samples) {
    for (int i = 0; i < samples; i++) {
      spread[i] = (byte) (line[from + (i >> 2)] >> (2 * (~i & 3)) & 3);
    }
  }

  private void halves(byte[] line, int from, int samples) {
    for (int i = 0; i < samples; i++) {
      spread[i] = (byte) (line[from + (i >> 1)] >> (4 * (~i & 1)) & 15);
    }
  }

  private void upper(byte[] line, int from, int samples) {
    for (int i = 0; i < samples; i++) {
      spread[i] = line[from + 2 * i];
    }
  }

  private void keyed(byte[] line, int from, int pixels, int[] key) {
    byte red = (byte) key[0];
    byte green = (byte) key[1];
    byte blue = (byte) key[2];
    for (int i = 0; i < pixels; i++) {
      int at = from + 3 * i;
      boolean hidden = line[at] == red && line[at + 1] == green && line[at + 2] == blue;
      spread[4 * i] = line[at];
      spread[4 * i + 1] = line[at + 1];
      spread[4 * i + 2] = line[at + 2];
      spread[4 * i + 3] = (byte) (hidden ? 0 : 0xff);
    }
  }

  /// As they are rare, for one and for three samples in one.
  private void keyedWide(byte[] line, int from, int pixels, int[] key) {
    int at = from;
    int to = 0;
    for (int i = 0; i < pixels; i++) {
      boolean hidden = true;
      for (int sample : key) {
        hidden &= ((line[at] & 0xff) << Byte.SIZE | (line[at + 1] & 0xff)) == sample;
        spread[to++] = line[at];
        at += 2;
      }
      spread[to++] = (byte) (hidden ? 0 : 0xff);
    }
  }
}
