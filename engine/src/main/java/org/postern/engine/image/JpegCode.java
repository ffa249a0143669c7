package org.postern.engine.image;

import java.util.Arrays;
import java.util.Optional;

/// A Huffman code of a JPEG (ITU-T T.81, annex C and F.2.2.3). Immutable.
final class JpegCode {

  /// Shorter codes are found with one look.
  static final int LOOK = 10;

  private static final int LENGTHS = 16;

  /// Length shifted by 8, and the value; 0 where the code is longer.
  private final short[] shorter;

  /// A value together with the number of so many bits behind it, where both are short: the number
  /// shifted by 16, the value by 8, the length of both; 0 elsewhere.
  private final int[] whole;

  private final int[] largest = new int[LENGTHS + 1];
  private final int[] offsets = new int[LENGTHS + 1];
  private final byte[] values;

  private JpegCode(byte[] octets, int at, int count) {
    this.shorter = new short[1 << LOOK];
    this.values = Arrays.copyOfRange(octets, at + LENGTHS, at + LENGTHS + count);
    int code = 0;
    int first = 0;
    for (int length = 1; length <= LENGTHS; length++) {
      int many = octets[at + length - 1] & 0xff;
      offsets[length] = first - code;
      for (int i = 0; i < many; i++, code++, first++) {
        if (length <= LOOK) {
          int from = code << (LOOK - length);
          short entry = (short) (length << 8 | (values[first] & 0xff));
          Arrays.fill(shorter, from, from + (1 << (LOOK - length)), entry);
        }
      }
      largest[length] = many == 0 ? -1 : code - 1;
      code <<= 1;
    }
    this.whole = whole(shorter);
  }

  private static int[] whole(short[] shorter) {
    int[] whole = new int[1 << LOOK];
    for (int i = 0; i < whole.length; i++) {
      int size = shorter[i] & 0xf;
      int length = (shorter[i] >> 8) + size;
      if (shorter[i] != 0 && length <= LOOK) {
        int number = number(i >> (LOOK - length), size);
        whole[i] = number << 16 | (shorter[i] & 0xff) << 8 | length;
      }
    }
    return whole;
  }

  /// What the last bits mean: a number, negative where the first of them is 0 (F.2.2.1).
  static int number(int bits, int size) {
    int number = bits & ((1 << size) - 1);
    return size == 0 || number >> (size - 1) != 0 ? number : number - (1 << size) + 1;
  }

  /// Empty where it is none, or the octets end before it.
  ///
  /// @param at where the numbers of codes of each length stand
  static Optional<JpegCode> of(byte[] octets, int at, int end) {
    int count = 0;
    int code = 0;
    if (at + LENGTHS > end) {
      return Optional.empty();
    }
    for (int length = 1; length <= LENGTHS; length++) {
      int many = octets[at + length - 1] & 0xff;
      count += many;
      code += many;
      if (code > 1 << length) {
        return Optional.empty();
      }
      code <<= 1;
    }
    return count > 256 || at + LENGTHS + count > end
        ? Optional.empty()
        : Optional.of(new JpegCode(octets, at, count));
  }

  /// How many octets of the file it takes.
  int size() {
    return LENGTHS + values.length;
  }

  /// What the next bits say: length shifted by 8, and the value; 0 where the code is longer.
  int look(int bits) {
    return shorter[bits];
  }

  /// The value and the number behind it, as `whole` has them.
  int whole(int bits) {
    return whole[bits];
  }

  /// The same as by [#look] of longer codes; 0 where it is none.
  ///
  /// @param bits the next 16
  int slow(int bits) {
    for (int length = LOOK + 1; length <= LENGTHS; length++) {
      int code = bits >> (LENGTHS - length);
      if (code <= largest[length]) {
        return length << 8 | (values[code + offsets[length]] & 0xff);
      }
    }
    return 0;
  }
}
