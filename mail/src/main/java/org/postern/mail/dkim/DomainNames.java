package org.postern.mail.dkim;

import java.net.IDN;
import java.util.List;
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

  /// How many labels a name has in common with the nearest of others, counted from the end.
  static int nearness(String name, List<String> others) {
    String[] labels = name.split("\\.", -1);
    int most = 0;
    for (String other : others) {
      String[] theirs = other.split("\\.", -1);
      int common = 0;
      while (common < Math.min(labels.length, theirs.length)
          && labels[labels.length - 1 - common].equals(theirs[theirs.length - 1 - common])) {
        common++;
      }
      most = Math.max(most, common);
    }
    return most;
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
