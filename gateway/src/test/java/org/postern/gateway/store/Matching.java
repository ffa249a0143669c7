package org.postern.gateway.store;

import java.util.Locale;

/// How the stores in memory look for addresses.
final class Matching {
  private Matching() {}

  static boolean matches(String wanted, String address) {
    String given = address.toLowerCase(Locale.ROOT);
    String sought = wanted.toLowerCase(Locale.ROOT);
    return sought.startsWith("@")
        ? given.substring(Math.max(0, given.lastIndexOf('@'))).equals(sought)
        : given.equals(sought);
  }
}
