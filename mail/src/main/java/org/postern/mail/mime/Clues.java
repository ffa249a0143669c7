package org.postern.mail.mime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// What lines of a body look like to a reader who believes nothing that is declared: delimiters,
/// and fields of a header. One thread: that which parses.
final class Clues {

  /// A boundary is no longer.
  static final int LONGEST_BOUNDARY = 8_000;

  private static final int GUESSES = 500;

  private final byte[] octets;
  private final Delimiters delimiters;

  Clues(byte[] octets, Delimiters delimiters) {
    this.octets = octets;
    this.delimiters = delimiters;
  }

  /// The text of the first delimiter-like line that a header of a part follows.
  Optional<String> boundary(int from, int to) {
    int index = delimiters.indexFrom(from);
    for (int tries = 0; tries < GUESSES && index < delimiters.count(); tries++, index++) {
      int start = delimiters.start(index);
      if (start >= to) {
        break;
      }
      int lineFeed = Octets.lineFeed(octets, start, to);
      int next = Octets.indexOf(octets, start, lineFeed, (byte) '\r');
      if (next + 1 < lineFeed) {
        lineFeed = next; // A bare CR ends the line for some.
      }
      if (lineFeed + 1 < to && headerOfPart(lineFeed + 1, to)) {
        String line =
            new String(octets, start + 2, lineFeed - start - 2, StandardCharsets.ISO_8859_1);
        if (line.length() <= LONGEST_BOUNDARY) {
          return Optional.of(line.stripTrailing());
        }
      }
    }
    return Optional.empty();
  }

  /// Whether a field of a part stands there.
  boolean headerOfPart(int at, int to) {
    return Octets.startsWith(octets, at, to, "content-")
        && Octets.indexOf(octets, at, Octets.lineFeed(octets, at, to), (byte) ':')
            < Octets.lineFeed(octets, at, to);
  }

  /// A boundary declared elsewhere in the message that delimits here.
  Optional<String> declared(int from, int to, Set<String> boundaries) {
    if (boundaries.isEmpty()) {
      return Optional.empty();
    }
    int index = delimiters.indexFrom(from);
    for (int tries = 0; tries < GUESSES && index < delimiters.count(); tries++, index++) {
      int start = delimiters.start(index);
      if (start >= to) {
        break;
      }
      int end = Math.min(Octets.lineFeed(octets, start, to), start + LONGEST_BOUNDARY);
      String line =
          new String(octets, start + 2, end - start - 2, StandardCharsets.ISO_8859_1).strip();
      String open = line.endsWith("--") ? line.substring(0, line.length() - 2) : line;
      if (boundaries.contains(line) || boundaries.contains(open)) {
        return Optional.of(boundaries.contains(line) ? line : open);
      }
    }
    return Optional.empty();
  }

  /// Whether it begins with a field that is not encoded.
  boolean startsWithField(int from, int to) {
    int start = skipBlankLines(from, to);
    int lineFeed = Octets.lineFeed(octets, start, to);
    int colon = Octets.indexOf(octets, start, lineFeed, (byte) ':');
    return colon < lineFeed && colon > start && quotedPrintableFree(start, lineFeed);
  }

  private boolean quotedPrintableFree(int from, int to) {
    return Octets.indexOf(octets, from, to, (byte) '=') == to;
  }

  /// Where the first line begins that is not empty.
  int skipBlankLines(int from, int to) {
    int at = from;
    while (at < to && (octets[at] == '\r' || octets[at] == '\n')) {
      at++;
    }
    return at;
  }
}
