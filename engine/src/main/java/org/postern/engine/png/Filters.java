package org.postern.engine.png;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Undoes the filters of lines (section 9 of the specification), where they lie.
final class Filters {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long LOWER_BITS = 0x7f7f_7f7f_7f7f_7f7fL;

  private Filters() {}

  /// @param at where the line begins
  /// @param above where the line above begins; zeros above the first
  /// @param pixel octets of a pixel
  /// @return whether there is such a filter
  static boolean undo(int filter, byte[] all, int at, int above, int length, int pixel) {
    switch (filter) {
      case 0 -> {}
      case 1 -> left(all, at + pixel, at + length, pixel);
      case 2 -> up(all, at, above, length);
      case 3 -> {
        int first = Math.min(pixel, length);
        averageOfFirst(all, at, above, first);
        average(all, at + first, at + length, above - at, pixel);
      }
      case 4 -> {
        int first = Math.min(pixel, length);
        up(all, at, above, first);
        paeth(all, at + first, at + length, above - at, pixel);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void left(byte[] all, int from, int end, int pixel) {
    for (int i = from; i < end; i++) {
      all[i] = (byte) (all[i] + all[i - pixel]);
    }
  }

  /// Eight at a time: none carries into its neighbour.
  private static void up(byte[] all, int at, int above, int length) {
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long raw = (long) LONG.get(all, at + i);
      long prior = (long) LONG.get(all, above + i);
      long sum = ((raw & LOWER_BITS) + (prior & LOWER_BITS)) ^ ((raw ^ prior) & ~LOWER_BITS);
      LONG.set(all, at + i, sum);
    }
    for (; i < length; i++) {
      all[at + i] = (byte) (all[at + i] + all[above + i]);
    }
  }

  private static void averageOfFirst(byte[] all, int at, int above, int length) {
    for (int i = 0; i < length; i++) {
      all[at + i] = (byte) (all[at + i] + ((all[above + i] & 0xff) >> 1));
    }
  }

  /// @param up how far it is to the line above
  private static void average(byte[] all, int from, int end, int up, int pixel) {
    for (int i = from; i < end; i++) {
      int sum = (all[i - pixel] & 0xff) + (all[i + up] & 0xff);
      all[i] = (byte) (all[i] + (sum >> 1));
    }
  }

  /// The one of the three neighbours that is nearest to left + above - corner. The corner is it
  /// where it lies between the others, as these are compared with three times it.
  private static void paeth(byte[] all, int from, int end, int up, int pixel) {
    for (int i = from; i < end; i++) {
      int left = all[i - pixel] & 0xff;
      int above = all[i + up] & 0xff;
      int corner = all[i + up - pixel] & 0xff;
      int least = Math.min(left, above);
      int largest = Math.max(left, above);
      int bound = 3 * corner - (left + above);
      int lower = largest <= bound ? least : corner;
      all[i] = (byte) (all[i] + (bound <= least ? largest : lower));
    }
  }
}
