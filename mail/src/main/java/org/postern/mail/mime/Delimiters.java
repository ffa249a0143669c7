package org.postern.mail.mime;

import java.util.Arrays;

/// Where lines begin with two hyphens: each of these may delimit parts. Found once for all levels
/// of a message.
final class Delimiters {

  private final byte[] octets;
  private int[] starts = new int[16];
  private int count;
  private int returns;
  private int lineFeeds;
  private int crlf;

  Delimiters(byte[] octets) {
    this.octets = octets;
    find();
  }

  private void find() {
    int at = 0;
    int end = octets.length;
    while (at < end) {
      look(at);
      int lineEnd = Octets.lineEnd(octets, at, end);
      if (lineEnd == end) {
        return;
      }
      if (octets[lineEnd] == '\n') {
        lineFeeds++;
        at = lineEnd + 1;
      } else if (lineEnd + 1 == end) {
        return; // whose line feed was cut off
      } else if (octets[lineEnd + 1] == '\n') {
        lineFeeds++;
        crlf++;
        at = lineEnd + 2;
      } else {
        returns++;
        at = lineEnd + 1;
      }
    }
  }

  private void look(int at) {
    if (at + 1 < octets.length && octets[at] == '-' && octets[at + 1] == '-') {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = at;
    }
  }

  int count() {
    return count;
  }

  int start(int index) {
    return starts[index];
  }

  /// The index of the first delimiter at or behind an offset.
  int indexFrom(int offset) {
    int index = Arrays.binarySearch(starts, 0, count, offset);
    return index < 0 ? -index - 1 : index;
  }

  /// CR that are not part of a CRLF.
  int bareReturns() {
    return returns;
  }

  boolean mixedLineEnds() {
    return crlf > 0 && crlf < lineFeeds;
  }

  boolean noLineFeeds() {
    return lineFeeds == 0 && returns > 0;
  }
}
