package org.postern.mail.dkim;

/// What must hold beside the cryptography for a signature to pass.
public enum DkimPolicy {
  /// RFC 8301: no SHA-1, no RSA key below 1024 bits; every singular field, From above all, signed
  /// as often as it is there; no body behind what was signed.
  PRODUCT(true, 1024),

  /// The cryptography alone, to score historic test suites. Never for mail.
  CRYPTO_ONLY(false, 512);

  private final boolean strict;
  private final int leastRsaBits;

  DkimPolicy(boolean strict, int leastRsaBits) {
    this.strict = strict;
    this.leastRsaBits = leastRsaBits;
  }

  boolean strict() {
    return strict;
  }

  int leastRsaBits() {
    return leastRsaBits;
  }
}
