package org.postern.gateway.store.sql;

import java.util.List;
import java.util.Locale;

/// Addresses in the form in which they are looked for: lower case, domain first, `example.org@bob`.
/// So one ordered index finds a whole address and all of a domain.
final class AddressKey {
  private AddressKey() {}

  /// Empty for the empty address.
  static String of(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return address.toLowerCase(Locale.ROOT);
    }
    return (address.substring(at + 1) + "@" + address.substring(0, at)).toLowerCase(Locale.ROOT);
  }

  /// The keys that match: from the first to before the second. `wanted` is an address, or `@` and a
  /// domain.
  static List<String> range(String wanted) {
    String key = of(wanted);
    if (wanted.lastIndexOf('@') == 0) {
      // `A` follows `@`.
      return List.of(key, key.substring(0, key.length() - 1) + "A");
    }
    return List.of(key, key + "\0");
  }
}
