package org.postern.mail.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A body cut at the lines that hold one boundary (RFC 2046 section 5.1.1).
///
/// @param parts where each part begins and ends, in order; the line end before a delimiter belongs
///   to the delimiter
/// @param preambleEnd where the first delimiter line stands
/// @param epilogue where the text behind the closing delimiter begins, or the end of the body
/// @param closed whether there was a closing delimiter
/// @param behindClose whether parts begin behind the closing delimiter
/// @param irregular whether a delimiter stands behind or before a bare CR, or has text behind it
/// @param lookalikes lines that begin with the boundary and go on
record Split(
    List<Range> parts,
    int preambleEnd,
    int epilogue,
    boolean closed,
    boolean behindClose,
    boolean irregular,
    Set<String> lookalikes) {

  record Range(int from, int to) {}

  private static final int MOST_LOOKALIKES = 16;

  boolean found() {
    return !parts.isEmpty();
  }

  /// Cuts at lines that are the delimiter; `loosely` also at those that only begin with it.
  static Split at(
      byte[] octets,
      Delimiters delimiters,
      int from,
      int to,
      byte[] boundary,
      boolean loosely,
      int mostParts) {
    return new Cutter(octets, from, to, boundary, loosely, mostParts).cut(delimiters);
  }

  private static final class Cutter {
    private final byte[] octets;
    private final int from;
    private final int to;
    private final byte[] boundary;
    private final boolean loosely;
    private final int mostParts;

    private final List<Range> parts = new ArrayList<>();
    private final Set<String> lookalikes = new HashSet<>(0);
    private int open = -1;
    private int preambleEnd = -1;
    private int epilogue = -1;
    private boolean behindClose;
    private boolean irregular;

    Cutter(byte[] octets, int from, int to, byte[] boundary, boolean loosely, int mostParts) {
      this.octets = octets;
      this.from = from;
      this.to = to;
      this.boundary = withoutBlanks(boundary);
      this.loosely = loosely;
      this.mostParts = mostParts;
    }

    /// Blanks at the end of a boundary may not be (RFC 2046 section 5.1.1) and are not compared.
    private static byte[] withoutBlanks(byte[] boundary) {
      int end = boundary.length;
      while (end > 0 && boundary[end - 1] >= 0 && boundary[end - 1] <= ' ') {
        end--;
      }
      return java.util.Arrays.copyOf(boundary, end);
    }

    Split cut(Delimiters delimiters) {
      for (int i = delimiters.indexFrom(from); i < delimiters.count(); i++) {
        int start = delimiters.start(i);
        if (start >= to) {
          break;
        }
        if (start + 2 + boundary.length <= to && Octets.equal(octets, start + 2, boundary)) {
          delimiter(start);
        }
      }
      if (open >= 0) {
        add(open, to);
      }
      return new Split(
          List.copyOf(parts),
          preambleEnd < 0 ? from : preambleEnd,
          epilogue < 0 ? to : epilogue,
          epilogue >= 0,
          behindClose,
          irregular,
          Set.copyOf(lookalikes));
    }

    private void delimiter(int start) {
      int at = start + 2 + boundary.length;
      boolean closing = at + 1 < to && octets[at] == '-' && octets[at + 1] == '-';
      int rest = Octets.skipSpace(octets, closing ? at + 2 : at, to);
      int next = lineEnd(rest);
      if (next < 0) {
        next = Math.min(Octets.lineFeed(octets, rest, to) + 1, to);
        lookalike(start, next);
        if (!loosely) {
          return;
        }
        closing = false;
      }
      irregular |= start > from && octets[start - 1] == '\r';
      if (preambleEnd < 0) {
        preambleEnd = start;
      }
      if (open >= 0) {
        add(open, start);
      }
      if (closing) {
        open = -1;
        epilogue = epilogue < 0 ? next : epilogue;
      } else {
        behindClose |= epilogue >= 0;
        open = next;
      }
    }

    /// Where the next line begins when only a line end stands at `at`, else -1.
    private int lineEnd(int at) {
      if (at >= to) {
        return to;
      }
      if (octets[at] == '\n') {
        return at + 1;
      }
      if (octets[at] != '\r') {
        return -1;
      }
      if (at + 1 < to && octets[at + 1] == '\n') {
        return at + 2;
      }
      irregular |= at + 1 < to;
      return at + 1;
    }

    private void lookalike(int start, int next) {
      irregular |= loosely;
      if (lookalikes.size() < MOST_LOOKALIKES) {
        String line = new String(octets, start + 2, next - start - 2, StandardCharsets.ISO_8859_1);
        lookalikes.add(line.strip());
      }
    }

    private void add(int start, int delimiter) {
      int end = delimiter;
      if (delimiter < to) {
        if (end > start && octets[end - 1] == '\n') {
          end--;
        }
        if (end > start && octets[end - 1] == '\r') {
          end--;
        }
      }
      if (parts.size() < mostParts) {
        parts.add(new Range(start, Math.max(start, end)));
      } else {
        parts.set(parts.size() - 1, new Range(parts.getLast().from(), Math.max(start, end)));
      }
    }
  }
}
