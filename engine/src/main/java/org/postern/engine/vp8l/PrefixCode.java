package org.postern.engine.vp8l;

import java.util.Arrays;

/// A canonical prefix code: a table for its short words, which are nearly all that is read, and for
/// the longer ones the symbols in their order. It takes no more room than its symbols need.
///
/// Source: RFC 9649 section 3.7.2.1, RFC 1951 section 3.2.2
final class PrefixCode {

  static final int LONGEST = 15;

  /// Words up to this long are found in the table.
  private static final int SHORT = 8;

  private static final int LENGTH_BITS = 4;

  /// Symbol and length of the word each of these bits begins with; length 0 for a longer word.
  private final char[] table;

  private final int tableBits;

  /// By the length of their words, then by their number.
  private final char[] symbols;

  /// How many words of each length there are.
  private final char[] counts;

  private PrefixCode(char[] table, int tableBits, char[] symbols, char[] counts) {
    this.table = table;
    this.tableBits = tableBits;
    this.symbols = symbols;
    this.counts = counts;
  }

  /// A code of one symbol, which takes no bits.
  static PrefixCode of(int symbol) {
    return new PrefixCode(
        new char[] {(char) (symbol << LENGTH_BITS)}, 0, new char[] {(char) symbol}, new char[0]);
  }

  /// The code whose symbols have words of these lengths, 0 for none.
  ///
  /// @param size how many of the lengths count
  static PrefixCode of(int[] lengths, int size) throws Refusal {
    char[] counts = new char[LONGEST + 1];
    int used = 0;
    int longest = 0;
    int last = 0;
    for (int symbol = 0; symbol < size; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        counts[length]++;
        used++;
        longest = Math.max(longest, length);
        last = symbol;
      }
    }
    if (used == 1) {
      return of(last);
    }
    requireComplete(counts);
    char[] symbols = sorted(lengths, size, counts, used);
    int bits = Math.min(SHORT, longest);
    return new PrefixCode(table(symbols, counts, bits), bits, symbols, counts);
  }

  /// Every run of bits is a word or begins one, and none begins two.
  private static void requireComplete(char[] counts) throws Refusal {
    int open = 1;
    for (int length = 1; length <= LONGEST; length++) {
      open = 2 * open - counts[length];
      if (open < 0) {
        throw new Refusal("damaged: a prefix code of too many words");
      }
    }
    if (open != 0) {
      throw new Refusal("damaged: a prefix code of too few words");
    }
  }

  private static char[] sorted(int[] lengths, int size, char[] counts, int used) {
    int[] next = new int[LONGEST + 2];
    for (int length = 1; length <= LONGEST; length++) {
      next[length + 1] = next[length] + counts[length];
    }
    char[] symbols = new char[used];
    for (int symbol = 0; symbol < size; symbol++) {
      if (lengths[symbol] > 0) {
        symbols[next[lengths[symbol]]++] = (char) symbol;
      }
    }
    return symbols;
  }

  private static char[] table(char[] symbols, char[] counts, int bits) {
    char[] table = new char[1 << bits];
    int word = 0;
    int index = 0;
    for (int length = 1; length <= bits; length++, word <<= 1) {
      for (int i = 0; i < counts[length]; i++, word++) {
        char entry = (char) ((symbols[index++] << LENGTH_BITS) | length);
        // words are read from their highest bit, and bits from the lowest
        for (int at = Integer.reverse(word) >>> -length; at < table.length; at += 1 << length) {
          table[at] = entry;
        }
      }
    }
    return table;
  }

  /// The next symbol.
  int read(Bits bits) {
    if (tableBits == 0) {
      return symbols[0];
    }
    int entry = table[bits.peek(tableBits)];
    int length = entry & ((1 << LENGTH_BITS) - 1);
    if (length > 0) {
      bits.skip(length);
      return entry >> LENGTH_BITS;
    }
    return readLong(bits);
  }

  private int readLong(Bits bits) {
    int ahead = bits.peek(LONGEST);
    int word = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      word |= (ahead >> (length - 1)) & 1;
      int count = counts[length];
      if (word - first < count) {
        bits.skip(length);
        return symbols[index + word - first];
      }
      index += count;
      first = (first + count) << 1;
      word <<= 1;
    }
    throw new IllegalStateException("no word, in a complete code " + Arrays.toString(counts));
  }

  /// What it takes, in pairs of octets.
  int weight() {
    return table.length + symbols.length + counts.length;
  }
}
