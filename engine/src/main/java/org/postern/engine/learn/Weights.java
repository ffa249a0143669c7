package org.postern.engine.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// Fitted weights, rounded to one octet each.
///
/// @param scale what one step of an octet means
record Weights(byte[] octets, float scale) {

  private static final int STEPS = 127;

  int size() {
    return octets.length;
  }

  float weight(int index) {
    return octets[index] * scale;
  }

  /// The sum of the weights of a message scaled by the square root of their number, 0 for none.
  double sum(int[] indices, int count) {
    if (count == 0) {
      return 0;
    }
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += octets[indices[i]];
    }
    return sum * scale / Math.sqrt(count);
  }

  /// Rounds; those that mean next to nothing become zero, which compresses.
  static Weights rounded(float[] weights) {
    float[] sizes = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      sizes[i] = Math.abs(weights[i]);
    }
    Arrays.sort(sizes);
    int used = 0;
    while (used < sizes.length && sizes[sizes.length - 1 - used] > 0) {
      used++;
    }
    // the few largest are cut, so that the others keep their steps
    float scale = Math.max(1e-9f, sizes[sizes.length - 1 - used / 2000]) / STEPS;
    byte[] rounded = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = (byte) Math.clamp(Math.round(weights[i] / scale), -STEPS, STEPS);
    }
    return new Weights(rounded, scale);
  }

  void write(DataOutput data) throws IOException {
    data.writeFloat(scale);
    data.write(octets);
  }

  static Weights read(DataInput data, int size) throws IOException {
    float scale = data.readFloat();
    if (!(scale >= 0 && scale < 1_000)) {
      throw new IOException("weights in steps of " + scale);
    }
    byte[] octets = new byte[size];
    data.readFully(octets);
    return new Weights(octets, scale);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights weights
        && scale == weights.scale
        && Arrays.equals(octets, weights.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets) * 31 + Float.hashCode(scale);
  }
}
