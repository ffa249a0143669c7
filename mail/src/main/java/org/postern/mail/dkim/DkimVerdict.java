package org.postern.mail.dkim;

/// What one signature is worth, in the terms of RFC 8601 section 2.7.1.
public sealed interface DkimVerdict {

  /// Verified and acceptable.
  record Pass() implements DkimVerdict {}

  /// The message is not what was signed.
  record Fail(DkimReason reason) implements DkimVerdict {}

  /// The signature or its key can never verify.
  record PermError(DkimReason reason) implements DkimVerdict {}

  /// The key could not be had this time.
  record TempError(DkimReason reason) implements DkimVerdict {}

  /// Verified, but not acceptable here.
  record Policy(DkimReason reason) implements DkimVerdict {}

  /// Not judged.
  record Neutral(DkimReason reason) implements DkimVerdict {}

  /// The result word of Authentication-Results.
  default String word() {
    return switch (this) {
      case Pass() -> "pass";
      case Fail(DkimReason _) -> "fail";
      case PermError(DkimReason _) -> "permerror";
      case TempError(DkimReason _) -> "temperror";
      case Policy(DkimReason _) -> "policy";
      case Neutral(DkimReason _) -> "neutral";
    };
  }
}
