package org.postern.engine.checks.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;

/// Decides whether a sender's name claims a brand that the address does not bear out.
final class NameClaims {

  private static final Pattern EXCHANGE =
      Pattern.compile("microsoftexchange[0-9a-f]{32}@", Pattern.CASE_INSENSITIVE);

  private NameClaims() {}

  /// The brand that a name claims at an address which is not the brand's.
  static Optional<BrandClaim> foreign(String name, String address, String host, Brands brands) {
    if (name.isBlank() || passedOn(name) || freeAddress(name) || exchange(address, host)) {
      return Optional.empty();
    }
    return BrandClaim.of(NameWords.of(name), brands)
        .filter(claim -> !claim.owned(host, RegistrableDomain.of(host)))
        .filter(claim -> !claim.carried(host, brands))
        .filter(claim -> !isName(claim, address));
  }

  /// Exchange Online tells of mail that did not arrive as `Microsoft Outlook`, from a mailbox that
  /// is called like this in the first domain of every customer.
  static boolean exchange(String address, String host) {
    return host.endsWith(".onmicrosoft.com") && EXCHANGE.matcher(address).lookingAt();
  }

  /// Lists write `Ann via Gardeners`.
  private static boolean passedOn(String name) {
    return name.toLowerCase(Locale.ROOT).contains(" via ");
  }

  /// Nothing but an address of a free mailbox is no claim to be its provider.
  private static boolean freeAddress(String name) {
    int at = name.indexOf('@');
    if (at <= 0 || name.strip().indexOf(' ') >= 0) {
      return false;
    }
    String behind = name.substring(at + 1).strip().toLowerCase(Locale.ROOT);
    return HostKind.FREE_MAIL.contains(behind);
  }

  /// An ordinary word that is the name of somebody, as the address tells too.
  private static boolean isName(BrandClaim claim, String address) {
    return claim.alone()
        && address.toLowerCase(Locale.ROOT).contains(claim.written().toLowerCase(Locale.ROOT));
  }
}
