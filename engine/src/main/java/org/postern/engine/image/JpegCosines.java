package org.postern.engine.image;

/// The shades of 8 by 8 pixels from what a JPEG stores of them (ITU-T T.81, A.3.3), by the exact
/// integer method of Loeffler, Ligtenberg and Moschytz, so that every pixel is what other programs
/// make of it. One thread.
final class JpegCosines {

  private static final int BITS = 13;
  private static final int FIRST = 2;
  private static final int C0298 = 2446;
  private static final int C0390 = 3196;
  private static final int C0541 = 4433;
  private static final int C0765 = 6270;
  private static final int C0899 = 7373;
  private static final int C1175 = 9633;
  private static final int C1501 = 12299;
  private static final int C1847 = 15137;
  private static final int C1961 = 16069;
  private static final int C2053 = 16819;
  private static final int C2562 = 20995;
  private static final int C3072 = 25172;

  private final int[] half = new int[64];

  /// @param block row by row, already multiplied
  /// @param plain whether all but the first are zero
  void shades(int[] block, boolean plain, byte[] into, int from, int width) {
    if (plain) {
      byte shade = shade(((block[0] << FIRST) + (1 << (FIRST + 2))) >> (FIRST + 3));
      for (int row = 0, at = from; row < 8; row++, at += width) {
        for (int x = at; x < at + 8; x++) {
          into[x] = shade;
        }
      }
      return;
    }
    for (int column = 0; column < 8; column++) {
      column(block, column);
    }
    for (int row = 0; row < 8; row++) {
      row(8 * row, into, from + row * width);
    }
  }

  private void column(int[] in, int c) {
    int[] w = half;
    if ((in[c + 8] | in[c + 16] | in[c + 24] | in[c + 32] | in[c + 40] | in[c + 48] | in[c + 56])
        == 0) {
      int all = in[c] << FIRST;
      for (int i = c; i < 64; i += 8) {
        w[i] = all;
      }
      return;
    }
    int z = (in[c + 16] + in[c + 48]) * C0541;
    int low = z - in[c + 48] * C1847;
    int high = z + in[c + 16] * C0765;
    int sum = (in[c] + in[c + 32]) << BITS;
    int difference = (in[c] - in[c + 32]) << BITS;
    int e0 = sum + high;
    int e3 = sum - high;
    int e1 = difference + low;
    int e2 = difference - low;
    int z1 = (in[c + 56] + in[c + 8]) * -C0899;
    int z2 = (in[c + 40] + in[c + 24]) * -C2562;
    int z3 = in[c + 56] + in[c + 24];
    int z4 = in[c + 40] + in[c + 8];
    int z5 = (z3 + z4) * C1175;
    z3 = z5 - z3 * C1961;
    z4 = z5 - z4 * C0390;
    int o0 = in[c + 56] * C0298 + z1 + z3;
    int o1 = in[c + 40] * C2053 + z2 + z4;
    int o2 = in[c + 24] * C3072 + z2 + z3;
    int o3 = in[c + 8] * C1501 + z1 + z4;
    int round = 1 << (BITS - FIRST - 1);
    w[c] = (e0 + o3 + round) >> (BITS - FIRST);
    w[c + 56] = (e0 - o3 + round) >> (BITS - FIRST);
    w[c + 8] = (e1 + o2 + round) >> (BITS - FIRST);
    w[c + 48] = (e1 - o2 + round) >> (BITS - FIRST);
    w[c + 16] = (e2 + o1 + round) >> (BITS - FIRST);
    w[c + 40] = (e2 - o1 + round) >> (BITS - FIRST);
    w[c + 24] = (e3 + o0 + round) >> (BITS - FIRST);
    w[c + 32] = (e3 - o0 + round) >> (BITS - FIRST);
  }

  private void row(int r, byte[] into, int at) {
    int[] w = half;
    if ((w[r + 1] | w[r + 2] | w[r + 3] | w[r + 4] | w[r + 5] | w[r + 6] | w[r + 7]) == 0) {
      byte shade = shade((w[r] + (1 << (FIRST + 2))) >> (FIRST + 3));
      for (int x = at; x < at + 8; x++) {
        into[x] = shade;
      }
      return;
    }
    int z = (w[r + 2] + w[r + 6]) * C0541;
    int low = z - w[r + 6] * C1847;
    int high = z + w[r + 2] * C0765;
    int sum = (w[r] + w[r + 4]) << BITS;
    int difference = (w[r] - w[r + 4]) << BITS;
    int e0 = sum + high;
    int e3 = sum - high;
    int e1 = difference + low;
    int e2 = difference - low;
    int z1 = (w[r + 7] + w[r + 1]) * -C0899;
    int z2 = (w[r + 5] + w[r + 3]) * -C2562;
    int z3 = w[r + 7] + w[r + 3];
    int z4 = w[r + 5] + w[r + 1];
    int z5 = (z3 + z4) * C1175;
    z3 = z5 - z3 * C1961;
    z4 = z5 - z4 * C0390;
    int o0 = w[r + 7] * C0298 + z1 + z3;
    int o1 = w[r + 5] * C2053 + z2 + z4;
    int o2 = w[r + 3] * C3072 + z2 + z3;
    int o3 = w[r + 1] * C1501 + z1 + z4;
    int shift = BITS + FIRST + 3;
    int round = 1 << (shift - 1);
    into[at] = shade((e0 + o3 + round) >> shift);
    into[at + 7] = shade((e0 - o3 + round) >> shift);
    into[at + 1] = shade((e1 + o2 + round) >> shift);
    into[at + 6] = shade((e1 - o2 + round) >> shift);
    into[at + 2] = shade((e2 + o1 + round) >> shift);
    into[at + 5] = shade((e2 - o1 + round) >> shift);
    into[at + 3] = shade((e3 + o0 + round) >> shift);
    into[at + 4] = shade((e3 - o0 + round) >> shift);
  }

  private static byte shade(int around) {
    int shade = around + 128;
    return (byte) ((shade & ~0xff) == 0 ? shade : shade < 0 ? 0 : 255);
  }
}
