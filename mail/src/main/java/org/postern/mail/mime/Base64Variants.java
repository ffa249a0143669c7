package org.postern.mail.mime;

import java.util.Arrays;

/// What mail programs make of broken base64, where they do not do the usual.
final class Base64Variants {

  enum Variant {
    /// Nothing behind the first padding is read.
    STOPS_AT_PADDING,
    /// Padding is skipped wherever it stands.
    SKIPS_PADDING,
    /// Padding counts as A; the octets it stands for are dropped at the end of a quantum only.
    PADDING_IS_ZERO,
    /// Padding counts as A.
    PADDING_IS_A,
    /// Four characters are a quantum with padding anywhere in it, which then is left out.
    PADDING_ANYWHERE,
    /// Each line begins a new quantum; a rest at its end is dropped.
    LINE_BY_LINE,
    /// A line ends at the first character that is not of the alphabet.
    LINE_ENDS_AT_JUNK,
    /// - and _ are + and / (RFC 4648 section 5).
    URL_ALPHABET,
    /// What stands before the first blank line does not count.
    BEHIND_BLANK_LINE,
    /// Nor does the first line.
    BEHIND_FIRST_LINE
  }

  private final byte[] text;
  private final Variant variant;
  private final byte[] out;
  private int length;
  private final int[] quantum = new int[4];
  private int held;

  private Base64Variants(byte[] text, int from, int to, Variant variant) {
    this.text = text;
    this.variant = variant;
    this.out = new byte[(to - from) / 4 * 3 + 4];
  }

  static byte[] decode(byte[] text, int from, int to, Variant variant) {
    return switch (variant) {
      case BEHIND_BLANK_LINE -> usual(text, behindBlankLine(text, from, to), to);
      case BEHIND_FIRST_LINE -> usual(text, Math.min(to, Octets.lineFeed(text, from, to) + 1), to);
      case URL_ALPHABET -> usual(urlAlphabet(text, from, to), 0, to - from);
      case STOPS_AT_PADDING,
          SKIPS_PADDING,
          PADDING_IS_ZERO,
          PADDING_IS_A,
          PADDING_ANYWHERE,
          LINE_BY_LINE,
          LINE_ENDS_AT_JUNK ->
          new Base64Variants(text, from, to, variant).run(from, to);
    };
  }

  private static byte[] usual(byte[] text, int from, int to) {
    return Base64Reader.decode(text, from, to).octets();
  }

  private static int behindBlankLine(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int lineFeed = Octets.lineFeed(text, at, to);
      if (Octets.blank(text, at, lineFeed) && lineFeed < to) {
        return lineFeed + 1;
      }
      at = lineFeed + 1;
    }
    return from;
  }

  private static byte[] urlAlphabet(byte[] text, int from, int to) {
    byte[] plain = Arrays.copyOfRange(text, from, to);
    for (int i = 0; i < plain.length; i++) {
      if (plain[i] == '-') {
        plain[i] = '+';
      } else if (plain[i] == '_') {
        plain[i] = '/';
      }
    }
    return plain;
  }

  private byte[] run(int from, int to) {
    boolean skipLine = false;
    for (int at = from; at < to; at++) {
      int octet = text[at];
      if (octet == '\n') {
        skipLine = false;
        if (variant == Variant.LINE_BY_LINE) {
          held = 0;
        }
        continue;
      }
      int value = Base64Reader.value(octet);
      if (octet == '=') {
        if (variant == Variant.STOPS_AT_PADDING) {
          break;
        }
        padding();
      } else if (value >= 0 && !skipLine) {
        push(value);
      } else if (value == -1 && variant == Variant.LINE_ENDS_AT_JUNK) {
        skipLine = true;
      }
    }
    finish();
    return Arrays.copyOf(out, length);
  }

  private void padding() {
    switch (variant) {
      case PADDING_IS_ZERO, PADDING_ANYWHERE -> push(-1);
      case PADDING_IS_A -> push(0);
      case LINE_BY_LINE, LINE_ENDS_AT_JUNK -> finish();
      case STOPS_AT_PADDING, SKIPS_PADDING, URL_ALPHABET, BEHIND_BLANK_LINE, BEHIND_FIRST_LINE -> {
        // Padding is skipped.
      }
    }
  }

  private void push(int value) {
    quantum[held++] = value;
    if (held == 4) {
      flush();
    }
  }

  /// Writes one quantum; -1 stands for padding.
  private void flush() {
    int bits = 0;
    int count = 0;
    int padding = 0;
    for (int i = 0; i < held; i++) {
      padding += quantum[i] < 0 ? 1 : 0;
      if (quantum[i] >= 0 || variant == Variant.PADDING_IS_ZERO) {
        bits |= Math.max(0, quantum[i]) << (18 - 6 * count);
        count++;
      }
    }
    int octets = count * 6 / 8;
    if (variant == Variant.PADDING_IS_ZERO && count == 4 && quantum[3] < 0) {
      octets = Math.max(0, 3 - padding);
    }
    for (int i = 0; i < octets; i++) {
      out[length++] = (byte) (bits >> (16 - 8 * i));
    }
    held = 0;
  }

  private void finish() {
    if (held >= 2) {
      flush();
    }
    held = 0;
  }
}
