package org.postern.gateway.lists;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.dkim.DomainNames;

/// Which senders an entry is about. Domains are kept in lower-case A-labels, whichever way they
/// were written; local parts are found in any case.
public sealed interface SenderPattern {

  /// One address, `a@b.example`.
  record Address(String text) implements SenderPattern {}

  /// All addresses of one domain, `b.example`.
  record OneDomain(String text) implements SenderPattern {}

  /// All addresses of a domain and of those below it, `.b.example`.
  record Below(String text) implements SenderPattern {}

  /// The form in which it is kept, shown and looked for.
  String text();

  /// Narrow patterns have small numbers: an address, a domain, a domain with those below it, the
  /// deeper the narrower.
  default int width() {
    return switch (this) {
      case Address _ -> 0;
      case OneDomain _ -> 1;
      case Below below -> 1_000 - below.text().length();
    };
  }

  /// Reads `a@b.example`, `b.example` (also `@b.example`) or `.b.example`; empty where it is none.
  static Optional<SenderPattern> parse(String text) {
    if (text.startsWith(".")) {
      return domain(text.substring(1)).map(name -> new Below("." + name));
    }
    String domain = text.startsWith("@") ? text.substring(1) : text;
    return domain.contains("@")
        ? EmailAddress.parse(text).flatMap(SenderPattern::address).map(Address::new)
        : domain(domain).map(OneDomain::new);
  }

  /// An address as it is looked for; empty where its domain is no name of the DNS.
  static Optional<String> address(EmailAddress address) {
    return domain(address.domain()).map(name -> folded(address.local()) + "@" + name);
  }

  /// A domain as it is looked for.
  static Optional<String> domain(String name) {
    String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return DomainNames.ascii(relative, 1);
  }

  private static String folded(String local) {
    return local.chars().allMatch(c -> c < 0x80)
        ? local.toLowerCase(Locale.ROOT)
        : Normalizer.normalize(local, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
