package org.postern.mail.dkim;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What must hold beside the cryptography for a signature to pass.
public enum DkimPolicy {
  /// RFC 8301: no SHA-1, no RSA key below 1024 bits; every singular field, From above all, signed
  /// as often as it is there; no body behind what was signed.
  PRODUCT(true, 1024),

  /// The cryptography alone, to score historic test suites. Never for mail.
  CRYPTO_ONLY(false, 512);

  /// Fields that a message has once (RFC 5322 section 3.6, RFC 2045): one more beside the signed
  /// one may be what a reader is shown (RFC 6376 section 8.15).
  private static final Set<String> SINGULAR =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "date",
          "subject",
          "message-id",
          "in-reply-to",
          "references",
          "mime-version",
          "content-type",
          "content-transfer-encoding");

  private final boolean strict;
  private final int leastRsaBits;

  DkimPolicy(boolean strict, int leastRsaBits) {
    this.strict = strict;
    this.leastRsaBits = leastRsaBits;
  }

  /// What a signature is worth that verified, over fields with these names and all but so many
  /// octets of the body.
  DkimVerdict judge(RawHeader header, List<String> names, long unsigned) {
    if (!strict) {
      return new DkimVerdict.Pass();
    }
    for (String name : names) {
      if (singular(name) && !header.covers(names, name.toLowerCase(Locale.ROOT))) {
        return new DkimVerdict.Policy(DkimReason.FIELD_ADDED);
      }
    }
    return unsigned > 0 ? new DkimVerdict.Policy(DkimReason.BODY_EXTENDED) : new DkimVerdict.Pass();
  }

  /// Whether a message has a field of that name once.
  static boolean singular(String name) {
    return SINGULAR.contains(name.toLowerCase(Locale.ROOT));
  }

  /// Whether it is more than the cryptography.
  public boolean strict() {
    return strict;
  }

  int leastRsaBits() {
    return leastRsaBits;
  }
}
