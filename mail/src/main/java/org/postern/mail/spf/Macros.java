package org.postern.mail.spf;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.postern.mail.dns.DnsName;

/// Expands macros for one query: RFC 7208 sections 7.2 and 7.3.
final class Macros {

  private static final int MAX_NAME = 253;
  private static final String UNRESERVED = "-._~";

  private final SpfQuery query;
  private final String receiver;
  private final long now;
  private final Function<String, String> validated;

  /// `receiver` is our host name, `now` seconds of the epoch, `validated` finds the validated name
  /// of the client for a domain (`%{p}`).
  Macros(SpfQuery query, String receiver, long now, Function<String, String> validated) {
    this.query = query;
    this.receiver = receiver;
    this.now = now;
    this.validated = validated;
  }

  String expand(MacroString text, String domain) {
    StringBuilder expanded = new StringBuilder();
    for (MacroString.Piece piece : text.pieces()) {
      switch (piece) {
        case MacroString.Piece.Literal(String literal) -> expanded.append(literal);
        case MacroString.Piece.Escape(String escape) -> expanded.append(escape);
        case MacroString.Piece.Macro macro -> {
          String value = transformed(macro, value(macro.letter(), domain));
          expanded.append(macro.urlEscaped() ? urlEscaped(value) : value);
        }
      }
    }
    return expanded.toString();
  }

  /// As [#expand], cut on the left to what fits into a name.
  String expandName(MacroString text, String domain) {
    String name = DnsName.canonical(expand(text, domain));
    while (name.length() > MAX_NAME && name.indexOf('.') >= 0) {
      name = name.substring(name.indexOf('.') + 1);
    }
    return name;
  }

  private String value(char letter, String domain) {
    InetAddress client = query.client();
    return switch (letter) {
      case 's' -> query.sender();
      case 'l' -> query.local();
      case 'o' -> query.domain();
      case 'd' -> domain;
      case 'i' -> dotted(client);
      case 'p' -> validated.apply(domain);
      case 'h' -> query.helo();
      case 'v' -> client.getAddress().length == 4 ? "in-addr" : "ip6";
      case 'c' -> readable(client);
      case 'r' -> receiver;
      case 't' -> Long.toString(now);
      default -> throw new IllegalStateException("no such macro: " + letter);
    };
  }

  private static String transformed(MacroString.Piece.Macro macro, String value) {
    if (macro.parts() == 0 && !macro.reversed() && macro.delimiters().equals(".")) {
      return value;
    }
    List<String> parts = split(value, macro.delimiters());
    if (macro.reversed()) {
      Collections.reverse(parts);
    }
    int from = macro.parts() == 0 ? 0 : Math.max(0, parts.size() - macro.parts());
    return String.join(".", parts.subList(from, parts.size()));
  }

  private static List<String> split(String value, String delimiters) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || delimiters.indexOf(value.charAt(i)) >= 0) {
        parts.add(value.substring(start, i));
        start = i + 1;
      }
    }
    return parts;
  }

  private static String urlEscaped(String value) {
    StringBuilder escaped = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain =
          MacroString.isLetter(c) || MacroString.isDigit(c) || UNRESERVED.indexOf(c) >= 0;
      if (plain) {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return escaped.toString();
  }

  // IPv6 as 32 nibbles between dots.
  private static String dotted(InetAddress client) {
    if (client.getAddress().length == 4) {
      return client.getHostAddress();
    }
    List<String> nibbles = Arrays.asList(DnsName.reverseLabels(client).split("\\."));
    Collections.reverse(nibbles);
    return String.join(".", nibbles);
  }

  // RFC 5952: the longest run of two or more zero groups as "::".
  static String readable(InetAddress client) {
    byte[] octets = client.getAddress();
    if (octets.length == 4) {
      return client.getHostAddress();
    }
    int best = 0;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && group(octets, i + run) == 0) {
        run++;
      }
      if (run > length) {
        best = i;
        length = run;
      }
    }
    if (length == 1) {
      return groups(octets, 0, 8);
    }
    return groups(octets, 0, best) + "::" + groups(octets, best + length, 8);
  }

  private static String groups(byte[] octets, int from, int to) {
    List<String> groups = new ArrayList<>();
    for (int i = from; i < to; i++) {
      groups.add(Integer.toHexString(group(octets, i)));
    }
    return String.join(":", groups);
  }

  private static int group(byte[] octets, int i) {
    return ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
  }
}
