package org.postern.mail.dkim;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// The two forms of RFC 6376 section 3.4.
public enum Canonicalization {
  SIMPLE,
  RELAXED;

  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] SPACE = {' '};

  /// The form of one half of a c= tag.
  public static Optional<Canonicalization> named(String name) {
    return switch (name) {
      case "simple" -> Optional.of(SIMPLE);
      case "relaxed" -> Optional.of(RELAXED);
      default -> Optional.empty();
    };
  }

  /// Writes one field, without the line end behind it.
  public void field(byte[] octets, int start, int end, ByteArrayOutputStream out) {
    int last = end;
    if (last > start && octets[last - 1] == '\n') {
      last--;
      if (last > start && octets[last - 1] == '\r') {
        last--;
      }
    }
    switch (this) {
      case SIMPLE -> out.write(octets, start, last - start);
      case RELAXED -> relaxedField(octets, start, last, out);
    }
  }

  private static void relaxedField(byte[] octets, int start, int end, ByteArrayOutputStream out) {
    int at = start;
    while (at < end && octets[at] != ':') {
      int octet = octets[at++];
      if (!blank(octet)) {
        out.write(octet >= 'A' && octet <= 'Z' ? octet + 32 : octet);
      }
    }
    out.write(':');
    at++;
    boolean space = false;
    boolean text = false;
    for (; at < end; at++) {
      int octet = octets[at];
      if (blank(octet) || fold(octets, at, end)) {
        space = true;
        continue;
      }
      if (space && text) {
        out.write(' ');
      }
      space = false;
      text = true;
      out.write(octet);
    }
  }

  /// Whether the octet is part of a line end; a CR alone is text.
  private static boolean fold(byte[] octets, int at, int end) {
    return octets[at] == '\n' || (octets[at] == '\r' && at + 1 < end && octets[at + 1] == '\n');
  }

  private static boolean blank(int octet) {
    return octet == ' ' || octet == '\t';
  }

  /// Writes the body from `start` to the end of the octets.
  void body(byte[] octets, int start, BodyHash out) {
    switch (this) {
      case SIMPLE -> simpleBody(octets, start, out);
      case RELAXED -> relaxedBody(octets, start, out);
    }
  }

  /// Section 3.4.3: empty lines at the end go; an empty body is one CRLF.
  private static void simpleBody(byte[] octets, int start, BodyHash out) {
    int end = octets.length;
    while (end - start >= 2 && octets[end - 1] == '\n' && octets[end - 2] == '\r') {
      end -= 2;
    }
    out.write(octets, start, end - start);
    out.write(CRLF, 0, 2);
  }

  /// Section 3.4.4: runs of blanks become one, those at the end of a line go, and so do empty lines
  /// at the end; an empty body is nothing. What stays as it is is not copied: `from` is the start
  /// of a stretch that was not written yet.
  private static void relaxedBody(byte[] octets, int start, BodyHash out) {
    int end = relaxedEnd(octets, start);
    int from = start;
    int at = start;
    while (at < end) {
      int octet = octets[at];
      if (octet != ' ' && octet != '\t') {
        at++;
        continue;
      }
      int blanks = at;
      while (at < end && blank(octets[at])) {
        at++;
      }
      boolean line = at == end || lineEnd(octets, at);
      if (line || octet == '\t' || at - blanks > 1) {
        out.write(octets, from, blanks - from);
        if (!line) {
          out.write(SPACE, 0, 1);
        }
        from = at;
      }
    }
    out.write(octets, from, end - from);
    if (out.seen() > 0) {
      out.write(CRLF, 0, 2);
    }
  }

  /// The end of the last line that has more than blanks, without its line end.
  private static int relaxedEnd(byte[] octets, int start) {
    int end = octets.length;
    while (end > start) {
      if (blank(octets[end - 1])) {
        end--;
      } else if (end - start >= 2 && lineEnd(octets, end - 2)) {
        end -= 2;
      } else {
        break;
      }
    }
    return end;
  }

  private static boolean lineEnd(byte[] octets, int at) {
    return octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n';
  }
}
