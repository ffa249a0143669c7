package org.postern.engine.rules;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// A text of octets in lines that are searched apart. A line is what the format calls one: a
/// paragraph, a field, a link; it may hold line ends. Before each but the first stands a line end,
/// so that what begins a line does so for a search over all of them too.
record Lines(byte[] octets, int length, int[] starts, int[] ends) {

  int count() {
    return starts.length;
  }

  int start(int line) {
    return starts[line];
  }

  int end(int line) {
    return ends[line];
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
    return new Lines(octets, octets.length, new int[] {0}, new int[] {octets.length});
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
      int[] ends = new int[count];
      int missing = 0;
      for (int line = 0; line < count; line++) {
        ends[line] = line + 1 < count ? starts[line + 1] : length;
        missing += separated(line, ends[line]) ? 0 : 1;
      }
      return missing == 0
          ? new Lines(octets, length, Arrays.copyOf(starts, count), ends)
          : separated(ends, missing);
    }

    private boolean separated(int line, int end) {
      return line + 1 == count || (end > 0 && octets[end - 1] == '\n');
    }

    /// With a line end behind each line that has none.
    private Lines separated(int[] ends, int missing) {
      byte[] wider = new byte[length + missing];
      int[] newStarts = new int[count];
      int[] newEnds = new int[count];
      int at = 0;
      for (int line = 0; line < count; line++) {
        int size = ends[line] - starts[line];
        System.arraycopy(octets, starts[line], wider, at, size);
        newStarts[line] = at;
        at += size;
        newEnds[line] = at;
        if (!separated(line, ends[line])) {
          wider[at++] = '\n';
        }
      }
      return new Lines(wider, at, newStarts, newEnds);
    }
  }
}
