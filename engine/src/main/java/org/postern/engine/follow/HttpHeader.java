package org.postern.engine.follow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The header of an HTTP/1 response: RFC 9112 sections 4 and 5. Strict where it costs nothing: no
/// folded lines, no control characters, few and short lines.
///
/// @param status of the last response, those of the hundreds skipped
/// @param fields by name in lower case
record HttpHeader(int status, Map<String, List<String>> fields) {

  private static final int MOST_OCTETS = 32_768;
  private static final int LONGEST_LINE = 8_192;
  private static final int MOST_FIELDS = 100;
  private static final int MOST_INTERIM = 3;

  /// What is read is not HTTP, or more than is taken.
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;
    private final boolean large;

    Unreadable(String what, boolean large) {
      super(what);
      this.large = large;
    }

    boolean large() {
      return large;
    }
  }

  HttpHeader {
    fields = Map.copyOf(fields);
  }

  /// Reads one.
  static HttpHeader read(InputStream in) throws IOException {
    Source source = new Source(in);
    for (int i = 0; i <= MOST_INTERIM; i++) {
      int status = status(source.line());
      Map<String, List<String>> fields = fields(source);
      if (status >= 200) {
        return new HttpHeader(status, fields);
      }
      if (status == 101) {
        throw new Unreadable("another protocol", false);
      }
    }
    throw new Unreadable("interim responses without end", true);
  }

  private static int status(String line) throws Unreadable {
    boolean good =
        line.length() >= 12
            && line.startsWith("HTTP/1.")
            && (line.charAt(7) == '0' || line.charAt(7) == '1')
            && line.charAt(8) == ' '
            && line.substring(9, 12).chars().allMatch(c -> c >= '0' && c <= '9')
            && (line.length() == 12 || line.charAt(12) == ' ');
    int status = good ? Integer.parseInt(line.substring(9, 12)) : 0;
    if (status < 100) {
      throw new Unreadable("no status line", false);
    }
    return status;
  }

  private static Map<String, List<String>> fields(Source source) throws IOException {
    Map<String, List<String>> fields = new HashMap<>();
    for (int i = 0; i <= MOST_FIELDS; i++) {
      String line = source.line();
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
        throw new Unreadable("no field", false);
      }
      fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(line.substring(colon + 1).strip());
    }
    throw new Unreadable("fields without end", true);
  }

  /// The value of a field that stands once; empty where it is missing, or stands there several
  /// times with different values.
  Optional<String> value(String name) {
    List<String> all = fields.getOrDefault(name, List.of());
    return all.stream().distinct().count() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  private static final class Source {
    private final InputStream in;
    private int left = MOST_OCTETS;

    Source(InputStream in) {
      this.in = in;
    }

    /// Without its end, CRLF or LF. Octets that are not UTF-8 come as ISO-8859-1 has them.
    String line() throws IOException {
      byte[] octets = new byte[LONGEST_LINE];
      int length = 0;
      while (true) {
        int octet = in.read();
        if (octet < 0) {
          throw new Unreadable("the end within the header", false);
        }
        if (--left < 0) {
          throw new Unreadable("a header without end", true);
        }
        if (octet == '\n') {
          break;
        }
        if (length == octets.length) {
          throw new Unreadable("a line without end", true);
        }
        octets[length++] = (byte) octet;
      }
      if (length > 0 && octets[length - 1] == '\r') {
        length--;
      }
      for (int i = 0; i < length; i++) {
        if ((octets[i] >= 0 && octets[i] < ' ' && octets[i] != '\t') || octets[i] == 0x7f) {
          throw new Unreadable("a control character", false);
        }
      }
      String text = new String(octets, 0, length, StandardCharsets.UTF_8);
      return text.indexOf('\ufffd') < 0
          ? text
          : new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
