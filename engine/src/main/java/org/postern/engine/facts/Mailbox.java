package org.postern.engine.facts;

import java.util.Locale;

/// One mailbox of an address field as a reader sees it: the display name with encoded words decoded
/// (empty where there is none), and the address as written, which need not be a valid one.
public record Mailbox(String display, String address) {

  /// What stands behind the last `@`, lower case; empty where there is none.
  public String domain() {
    return domainOf(address);
  }

  /// The domain of an address, lower case; empty where there is none.
  public static String domainOf(String address) {
    int at = address.lastIndexOf('@');
    return at < 0 ? "" : address.substring(at + 1).strip().toLowerCase(Locale.ROOT);
  }

  /// Whether this could be delivered to: something, one `@`, and a domain of letters, digits, dots
  /// and hyphens, or an address literal.
  public boolean plausible() {
    int at = address.lastIndexOf('@');
    if (at <= 0 || at == address.length() - 1) {
      return false;
    }
    String domain = domain();
    if (domain.startsWith("[")) {
      return domain.endsWith("]");
    }
    return !domain.startsWith(".")
        && domain
            .chars()
            .allMatch(c -> c >= 0x80 || Character.isLetterOrDigit(c) || ".-_".indexOf(c) >= 0);
  }
}
