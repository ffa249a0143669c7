package org.postern.mail.address;

/// What stands in MAIL FROM: a sender, or the null sender `<>` of bounces and other automatic mail
/// (RFC 5321 section 4.5.5).
public sealed interface ReversePath {

  /// `<>`.
  ReversePath NULL = new Null();

  /// The null sender.
  record Null() implements ReversePath {
    @Override
    public String toString() {
      return "";
    }
  }

  /// An ordinary sender.
  record Sender(EmailAddress address) implements ReversePath {
    @Override
    public String toString() {
      return address.toString();
    }
  }
}
