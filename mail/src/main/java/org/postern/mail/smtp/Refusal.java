package org.postern.mail.smtp;

/// Something that the server itself refuses, for the records of the program.
///
/// @param address what MAIL or RCPT named, as far as it was understood; else empty
/// @param reply what the client is told, unless the program words it otherwise
public record Refusal(Moment moment, String address, Reply reply) {

  /// What the client was at.
  public enum Moment {
    /// Before the banner.
    CONNECT,
    /// EHLO or HELO.
    HELLO,
    MAIL,
    RCPT,
    /// The content of a message, from 354 or the first BDAT on.
    DATA,
    /// Any other command, or none at all.
    COMMAND
  }
}
