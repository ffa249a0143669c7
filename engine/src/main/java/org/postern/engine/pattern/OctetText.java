package org.postern.engine.pattern;

import java.nio.charset.StandardCharsets;

/// Octets as characters U+0000 to U+00FF, for java.util.regex; each look at one is a step, and an
/// exhausted budget ends the match. One thread.
final class OctetText implements CharSequence {

  private final byte[] octets;
  private int from;
  private int to;
  private final Steps steps;

  OctetText(byte[] octets, Steps steps) {
    this.octets = octets;
    this.to = octets.length;
    this.steps = steps;
  }

  /// Looks at this part from now on.
  void window(int start, int end) {
    this.from = start;
    this.to = end;
  }

  @Override
  public int length() {
    return to - from;
  }

  @Override
  public char charAt(int index) {
    steps.take();
    return (char) (octets[from + index] & 0xff);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new String(octets, from + start, end - start, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
