package org.postern.engine.checks.identity;

import java.util.Locale;
import java.util.Optional;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;

/// Decides whether a sender's name claims a brand that the address does not bear out.
final class NameClaims {

  private NameClaims() {}

  /// The brand that a name claims at an address which is not the brand's.
  static Optional<BrandClaim> foreign(String name, String address, String host, Brands brands) {
    if (name.isBlank() || passedOn(name) || freeAddress(name)) {
      return Optional.empty();
    }
    return BrandClaim.of(NameWords.of(name), brands)
        .filter(claim -> !claim.owned(host, RegistrableDomain.of(host)))
        .filter(claim -> !isName(claim, address));
  }

  /// Lists write `Ann via Gardeners`.
  private static boolean passedOn(String name) {
    return name.toLowerCase(Locale.ROOT).contains(" via ");
  }

  /// Nothing but an address of a free mailbox is no claim to be its provider.
  private static boolean freeAddress(String name) {
    int at = name.indexOf('@');
    if (name.strip().indexOf(' ') >= 0) {
      return false;
    }
    String behind = name.substring(at + 1).strip().toLowerCase(Locale.ROOT);
    return at > 0 && HostKind.FREE_MAIL.contains(behind);
  }

  /// An ordinary word that is the name of somebody, as the address tells too.
  private static boolean isName(BrandClaim claim, String address) {
    return claim.alone()
        && address.toLowerCase(Locale.ROOT).contains(claim.written().toLowerCase(Locale.ROOT));
  }
}
