package org.postern.engine.rules;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// A text of octets in lines that are searched apart. A line is what the format calls one: a
/// paragraph, a field, a link; it may hold line ends.
record Lines(byte[] octets, int length, int[] starts) {

  static final Lines NONE = new Lines(new byte[0], 0, new int[0]);

  int count() {
    return starts.length;
  }

  int start(int line) {
    return starts[line];
  }

  int end(int line) {
    return line + 1 < starts.length ? starts[line + 1] : length;
  }

  /// The line of the octet before a place.
  int lineBefore(int place) {
    int found = Arrays.binarySearch(starts, Math.max(0, place - 1));
    int line = found >= 0 ? found : -found - 2;
    // several empty lines may start at one place
    while (line > 0 && starts[line - 1] == starts[line]) {
      line--;
    }
    return Math.max(0, line);
  }

  /// One line.
  static Lines of(byte[] octets) {
    return new Lines(octets, octets.length, new int[] {0});
  }

  String text(int line) {
    return new String(octets, start(line), end(line) - start(line), StandardCharsets.UTF_8);
  }

  /// Grows. One thread.
  static final class Builder {
    private byte[] octets;
    private int length;
    private int[] starts = new int[16];
    private int count;

    Builder(int expected) {
      this.octets = new byte[Math.max(64, expected)];
    }

    int length() {
      return length;
    }

    byte last() {
      return length == 0 ? 0 : octets[length - 1];
    }

    byte at(int place) {
      return octets[place];
    }

    void startLine() {
      startLine(length);
    }

    void startLine(int place) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = place;
    }

    void add(int octet) {
      if (length == octets.length) {
        octets = Arrays.copyOf(octets, length * 2);
      }
      octets[length++] = (byte) octet;
    }

    void add(byte[] more, int from, int to) {
      int size = to - from;
      if (length + size > octets.length) {
        octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + size));
      }
      System.arraycopy(more, from, octets, length, size);
      length += size;
    }

    void add(String text) {
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        i += Character.charCount(c);
        codePoint(c);
      }
    }

    /// As UTF-8.
    void codePoint(int c) {
      if (c < 0x80) {
        add(c);
      } else if (c < 0x800) {
        add(0xc0 | (c >> 6));
        add(0x80 | (c & 0x3f));
      } else if (c < 0x10000) {
        add(0xe0 | (c >> 12));
        add(0x80 | ((c >> 6) & 0x3f));
        add(0x80 | (c & 0x3f));
      } else {
        add(0xf0 | (c >> 18));
        add(0x80 | ((c >> 12) & 0x3f));
        add(0x80 | ((c >> 6) & 0x3f));
        add(0x80 | (c & 0x3f));
      }
    }

    /// Starts lines from `from` on so that each ends where `end` says.
    void split(int from, IntUnaryOperator end) {
      for (int at = from; at < length; ) {
        startLine(at);
        at = end.applyAsInt(at);
      }
    }

    Lines build() {
      return new Lines(octets, length, Arrays.copyOf(starts, count));
    }
  }
}
