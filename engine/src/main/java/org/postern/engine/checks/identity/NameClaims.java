package org.postern.engine.checks.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.mime.Mailbox;

/// Decides whether a sender's name claims a brand that the address does not bear out.
final class NameClaims {

  private static final Pattern EXCHANGE =
      Pattern.compile("microsoftexchange[0-9a-f]{32}@", Pattern.CASE_INSENSITIVE);

  private NameClaims() {}

  /// The brand that the author's name claims at an address which is not the brand's.
  static Optional<BrandClaim> foreign(Case mail, Brands brands) {
    String name = Senders.name(mail);
    String host = Senders.domain(mail.header());
    String address = Senders.author(mail.header()).map(Mailbox::address).orElse("");
    if (name.isBlank() || passedOn(name) || freeAddress(name) || exchange(mail)) {
      return Optional.empty();
    }
    return BrandClaim.of(NameWords.of(name), brands)
        .filter(claim -> !claim.owned(host, RegistrableDomain.of(host)))
        .filter(claim -> !claim.carried(host, brands))
        .filter(claim -> !isName(claim, address));
  }

  /// Exchange tells of mail that did not arrive as `Microsoft Outlook`, from a mailbox that is
  /// called like this in a domain of the customer: in the first one that Microsoft gave him, or, in
  /// a report of RFC 3464, in any.
  static boolean exchange(Case mail) {
    return EXCHANGE
            .matcher(Senders.author(mail.header()).map(Mailbox::address).orElse(""))
            .lookingAt()
        && (Senders.domain(mail.header()).endsWith(".onmicrosoft.com") || undelivered(mail));
  }

  private static boolean undelivered(Case mail) {
    return mail.message().root().contentType().name().equals("multipart/report")
        && mail.message().parts().stream()
            .anyMatch(part -> part.contentType().name().equals("message/delivery-status"));
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
