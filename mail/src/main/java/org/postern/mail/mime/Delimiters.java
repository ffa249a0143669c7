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
      int lineFeed = Octets.lineFeed(octets, at, end);
      int text = Octets.lineText(octets, at, lineFeed);
      look(at);
      int bare = Octets.indexOf(octets, at, text, (byte) '\r');
      while (bare < text) {
        returns++;
        look(bare + 1);
        bare = Octets.indexOf(octets, bare + 1, text, (byte) '\r');
      }
      if (lineFeed < end) {
        lineFeeds++;
        crlf += text < lineFeed ? 1 : 0;
      }
      at = lineFeed + 1;
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
