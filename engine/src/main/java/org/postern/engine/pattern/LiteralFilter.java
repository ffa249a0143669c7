package org.postern.engine.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Finds required texts of many expressions in one pass: an Aho-Corasick automaton over octets
/// whose letters lost their case, with a full table of transitions over the octets that occur.
///
/// Immutable, thread-safe.
final class LiteralFilter implements Prefilter {

  private final int[] classes = new int[OctetSet.OCTETS];
  private final int width;
  private final int[] table;
  private final int[][] found;

  /// @param required for each expression the texts of which one stands in every match
  LiteralFilter(List<List<byte[]>> required) {
    this.width = classify(required);
    Trie trie = new Trie(width);
    for (int expression = 0; expression < required.size(); expression++) {
      for (byte[] text : required.get(expression)) {
        trie.add(text, classes, expression);
      }
    }
    trie.link();
    this.table = trie.table();
    this.found = trie.found();
  }

  /// Numbers the octets that occur; all others are class 0.
  private int classify(List<List<byte[]>> required) {
    int count = 1;
    for (List<byte[]> texts : required) {
      for (byte[] text : texts) {
        for (byte octet : text) {
          int c = octet & 0xff;
          if (classes[c] == 0) {
            classes[c] = count++;
          }
        }
      }
    }
    for (int c = 'A'; c <= 'Z'; c++) {
      classes[c] = classes[OctetSet.lower(c)];
    }
    return count;
  }

  @Override
  public void scan(byte[] octets, int length, int[] first) {
    int state = 0;
    for (int i = 0; i < length; i++) {
      state = table[state + classes[octets[i] & 0xff]];
      int[] expressions = found[state / width];
      if (expressions.length > 0) {
        for (int expression : expressions) {
          if (first[expression] < 0) {
            first[expression] = i + 1;
          }
        }
      }
    }
  }

  /// Grows state by state. States are offsets into the table.
  private static final class Trie {
    private final int width;
    private final List<int[]> rows = new ArrayList<>();
    private final List<List<Integer>> ends = new ArrayList<>();

    Trie(int width) {
      this.width = width;
      state();
    }

    private int state() {
      rows.add(new int[width]);
      ends.add(new ArrayList<>(1));
      return rows.size() - 1;
    }

    void add(byte[] text, int[] classes, int expression) {
      int state = 0;
      for (byte octet : text) {
        int c = classes[octet & 0xff];
        if (rows.get(state)[c] == 0) {
          int next = state();
          rows.get(state)[c] = next;
        }
        state = rows.get(state)[c];
      }
      ends.get(state).add(expression);
    }

    /// Completes the transitions by those of the longest suffix that is a state, breadth first.
    void link() {
      int[] suffix = new int[rows.size()];
      ArrayDeque<Integer> queue = new ArrayDeque<>();
      for (int next : rows.getFirst()) {
        if (next != 0) {
          queue.add(next);
        }
      }
      while (!queue.isEmpty()) {
        int state = queue.remove();
        ends.get(state).addAll(ends.get(suffix[state]));
        int[] row = rows.get(state);
        int[] fallback = rows.get(suffix[state]);
        for (int c = 0; c < width; c++) {
          if (row[c] == 0) {
            row[c] = fallback[c];
          } else {
            suffix[row[c]] = fallback[c];
            queue.add(row[c]);
          }
        }
      }
    }

    int[] table() {
      int[] table = new int[rows.size() * width];
      for (int state = 0; state < rows.size(); state++) {
        int[] row = rows.get(state);
        for (int c = 0; c < width; c++) {
          table[state * width + c] = row[c] * width;
        }
      }
      return table;
    }

    int[][] found() {
      return ends.stream()
          .map(list -> list.stream().distinct().mapToInt(Integer::intValue).toArray())
          .toArray(int[][]::new);
    }
  }
}
