package org.postern.mail.dmarc;

import java.util.Locale;
import java.util.Optional;

/// When a failure report is asked for: the tag fo.
public enum FailureOption {
  /// `0`: nothing gave an aligned pass.
  ALL_FAILED,
  /// `1`: something gave no aligned pass.
  ANY_FAILED,
  /// `d`: a DKIM signature failed, aligned or not.
  DKIM,
  /// `s`: SPF failed, aligned or not.
  SPF;

  static Optional<FailureOption> of(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "0" -> Optional.of(ALL_FAILED);
      case "1" -> Optional.of(ANY_FAILED);
      case "d" -> Optional.of(DKIM);
      case "s" -> Optional.of(SPF);
      default -> Optional.empty();
    };
  }
}
