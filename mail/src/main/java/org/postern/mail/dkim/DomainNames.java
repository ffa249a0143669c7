package org.postern.mail.dkim;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/// Domain names as signatures may hold them: letters, digits, hyphens, underscores; U-labels become
/// A-labels (RFC 8616).
public final class DomainNames {

  private DomainNames() {}

  /// The name in lower-case A-labels; empty where it is none, or has fewer labels than asked.
  public static Optional<String> ascii(String name, int leastLabels) {
    if (name.length() > 253) {
      return Optional.empty();
    }
    String plain = name;
    if (!name.chars().allMatch(c -> c < 128)) {
      try {
        plain = IDN.toASCII(name);
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // The answer of the library for "no such name".
      }
    }
    plain = plain.toLowerCase(Locale.ROOT);
    String[] labels = plain.split("\\.", -1);
    if (plain.length() > 253 || labels.length < leastLabels) {
      return Optional.empty();
    }
    for (String label : labels) {
      if (!label(label)) {
        return Optional.empty();
      }
    }
    return Optional.of(plain);
  }

  private static boolean label(String label) {
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return !label.isEmpty() && label.length() <= 63;
  }
}
