package org.postern.mail.spf;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import org.postern.mail.address.Path;

/// Who is asked about: `<ip>`, `<sender>` and the HELO name of RFC 7208 section 4.1.
///
/// @param local the local part of the sender, not empty
/// @param domain the domain of the sender, lower case, in A-labels
/// @param helo the name given with HELO or EHLO
public record SpfQuery(InetAddress client, String local, String domain, String helo) {

  // RFC 7208 section 2.4
  private static final String NOBODY = "postmaster";

  public SpfQuery {
    local = local.isEmpty() ? NOBODY : local;
    domain = ascii(domain);
    helo = ascii(helo);
  }

  /// The identity of MAIL FROM; with a null sender it is the postmaster at the HELO name.
  public static SpfQuery mailFrom(InetAddress client, Path sender, String helo) {
    return switch (sender) {
      case Path.Mailbox(var address) ->
          new SpfQuery(client, address.local(), address.domain(), helo);
      case Path.Null _, Path.Postmaster _ -> helo(client, helo);
    };
  }

  /// The identity of HELO (RFC 7208 section 2.3).
  public static SpfQuery helo(InetAddress client, String helo) {
    return new SpfQuery(client, NOBODY, helo, helo);
  }

  String sender() {
    return local + "@" + domain;
  }

  // RFC 7208 section 4.3: U-labels are converted; what cannot be is left, and is no name then.
  private static String ascii(String domain) {
    if (domain.chars().allMatch(c -> c < 0x80)) {
      return domain.toLowerCase(Locale.ROOT);
    }
    try {
      return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException _) {
      return domain;
    }
  }
}
