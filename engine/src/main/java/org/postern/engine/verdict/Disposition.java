package org.postern.engine.verdict;

import org.postern.mail.address.EmailAddress;

/// What is done with a message for one recipient.
public sealed interface Disposition {

  /// Deliver as it is.
  record Deliver() implements Disposition {}

  /// Deliver with the subject marked.
  record Mark(String subjectPrefix) implements Disposition {}

  /// Keep in quarantine.
  record Hold() implements Disposition {}

  /// Deliver without the forbidden attachments; the whole goes into quarantine.
  record Strip() implements Disposition {}

  /// Deliver to somebody else.
  record Redirect(EmailAddress to) implements Disposition {}

  /// Refuse with 5xx while the sender is connected; after acceptance this becomes Hold.
  record Reject() implements Disposition {}

  /// Refuse with 4xx while the sender is connected; after acceptance this becomes Hold.
  record Defer() implements Disposition {}

  /// Accept and throw away.
  record Discard() implements Disposition {}

  /// The word for logs and JSON: `deliver`, `mark`, `hold`, `strip`, `redirect`, `reject`, `defer`,
  /// `discard`.
  default String word() {
    return switch (this) {
      case Deliver _ -> "deliver";
      case Mark _ -> "mark";
      case Hold _ -> "hold";
      case Strip _ -> "strip";
      case Redirect _ -> "redirect";
      case Reject _ -> "reject";
      case Defer _ -> "defer";
      case Discard _ -> "discard";
    };
  }
}
