package org.postern.mail.arc;

import java.util.Optional;

/// What a chain is worth (RFC 8617 section 4.4).
public enum ArcStatus {
  /// The message has no chain.
  NONE("none"),
  /// Every seal verifies, and so does the newest message signature.
  PASS("pass"),
  /// The chain is broken, or was when somebody before us saw it.
  FAIL("fail"),
  /// A key could not be had this time; nothing that was judged failed.
  TEMPERROR("temperror");

  private final String word;

  ArcStatus(String word) {
    this.word = word;
  }

  /// The result word of Authentication-Results; `temperror` is not registered for ARC, but used.
  public String word() {
    return word;
  }

  /// The value of a cv= tag.
  static Optional<ArcStatus> ofSeal(String word) {
    return switch (word) {
      case "none" -> Optional.of(NONE);
      case "pass" -> Optional.of(PASS);
      case "fail" -> Optional.of(FAIL);
      default -> Optional.empty();
    };
  }
}
