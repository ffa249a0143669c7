package org.postern.gateway.store.sql;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/// Addresses in the form in which they are looked for: lower case, composed (NFC), domain first,
/// `example.org@bob`. So one ordered index finds a whole address and all of a domain.
final class AddressKey {
  private AddressKey() {}

  /// Empty for the empty address.
  static String of(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return folded(address);
    }
    return folded(address.substring(at + 1) + "@" + address.substring(0, at));
  }

  private static String folded(String text) {
    return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  /// Whether it is `@` and a domain, not an address.
  static boolean isDomain(String wanted) {
    return wanted.lastIndexOf('@') == 0;
  }

  /// The keys of a domain, `@example.org`: from the first to before the second.
  static List<String> ofDomain(String wanted) {
    String key = of(wanted);
    // `A` follows `@`.
    return List.of(key, key.substring(0, key.length() - 1) + "A");
  }
}
