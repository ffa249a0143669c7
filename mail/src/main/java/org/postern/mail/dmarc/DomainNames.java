package org.postern.mail.dmarc;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/// Domain names in the form in which they are compared.
final class DomainNames {

  private DomainNames() {}

  /// Lower-case A-labels without a final dot; empty where the text is no name of letters, digits,
  /// hyphens and underscores.
  static Optional<String> ascii(String text) {
    if (text.isEmpty() || text.length() > 1_000) {
      return Optional.empty();
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (!name.chars().allMatch(c -> c < 0x80)) {
      try {
        name = IDN.toASCII(name);
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // The library's answer for "no such name".
      }
    }
    name = name.toLowerCase(Locale.ROOT);
    return isName(name) ? Optional.of(name) : Optional.empty();
  }

  /// Whether nobody can read the text as another name than [#ascii] does: no final dot, and
  /// U-labels that come back as they were.
  static boolean plain(String text) {
    Optional<String> ascii = ascii(text);
    if (ascii.isEmpty() || text.endsWith(".")) {
      return false;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals(ascii.get()) || IDN.toUnicode(ascii.get()).equals(lower);
  }

  /// Whether `name` is `domain` or below it.
  static boolean within(String name, String domain) {
    return name.equals(domain) || name.endsWith("." + domain);
  }

  static int labels(String name) {
    return 1 + (int) name.chars().filter(c -> c == '.').count();
  }

  /// The last labels of a name, all where it has no more.
  static String last(String name, int labels) {
    int at = name.length();
    for (int i = 0; i < labels && at > 0; i++) {
      at = name.lastIndexOf('.', at - 1);
    }
    return name.substring(at + 1);
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > 253) {
      return false;
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > 63 || !label.chars().allMatch(DomainNames::octet)) {
        return false;
      }
    }
    return true;
  }

  private static boolean octet(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }
}
