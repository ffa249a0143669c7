package org.postern.mail.dmarc;

import java.util.Locale;
import java.util.Optional;

/// What the owner of a domain wants done with mail that fails, mildest first.
public enum Policy {
  NONE,
  QUARANTINE,
  REJECT;

  /// The value in a record, case ignored (RFC 5234 section 2.3); no abbreviations.
  static Optional<Policy> of(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "none" -> Optional.of(NONE);
      case "quarantine" -> Optional.of(QUARANTINE);
      case "reject" -> Optional.of(REJECT);
      default -> Optional.empty();
    };
  }

  /// The word of the record.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// One level below: what is applied in test mode (RFC 9989 section 4.7, t).
  public Policy lowered() {
    return switch (this) {
      case NONE, QUARANTINE -> NONE;
      case REJECT -> QUARANTINE;
    };
  }
}
