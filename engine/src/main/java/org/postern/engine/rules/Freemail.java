package org.postern.engine.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.engine.url.HostKind;

/// Domains where anybody gets a mailbox for nothing: those that are generally known, and those of
/// `freemail_domains`. Immutable.
final class Freemail {

  private final Set<String> domains = new HashSet<>();
  private final Set<String> starts = new HashSet<>();

  Freemail(List<String> more) {
    more.forEach(this::add);
  }

  private void add(String domain) {
    if (domain.endsWith(".*")) {
      starts.add(domain.substring(0, domain.length() - 1));
    } else {
      domains.add(domain);
    }
  }

  /// Whether the address is of such a domain.
  boolean is(String address) {
    String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    int dot = domain.indexOf('.');
    return HostKind.FREE_MAIL.contains(domain)
        || domains.contains(domain)
        || (dot > 0 && starts.contains(domain.substring(0, dot + 1)));
  }
}
