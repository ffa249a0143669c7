package org.postern.mail.address;

/// What stands between the angle brackets of MAIL and RCPT (RFC 5321 section 4.1.2). A source route
/// is read and dropped (section 4.1.1.3, appendix C).
public sealed interface Path {

  /// `<>`, the null sender.
  record Null() implements Path {}

  /// `<Postmaster>` without a domain, in any case (RFC 5321 section 4.1.1.3).
  record Postmaster() implements Path {}

  /// A mailbox with its domain.
  record Mailbox(EmailAddress address) implements Path {}
}
