package org.postern.mail.smtp;

import java.util.Optional;
import org.postern.mail.address.EmailAddress;

/// One command line of a client, read. Whether it may stand where it does is the dialogue's
/// question.
sealed interface Command {

  /// EHLO or HELO.
  record Greeting(Hello hello) implements Command {}

  record Mail(MailFrom from) implements Command {}

  /// RCPT; an empty address stands for `<Postmaster>`.
  record Rcpt(Optional<EmailAddress> address, Dsn.OfRecipient dsn) implements Command {}

  /// BDAT (RFC 3030): the octets that follow the line, and whether they are the last.
  record Bdat(long size, boolean last) implements Command {}

  /// A command without arguments that matter.
  enum Word implements Command {
    DATA,
    RSET,
    NOOP,
    QUIT,
    HELP,
    VRFY,
    EXPN,
    STARTTLS,
    AUTH
  }

  /// A verb nobody knows.
  record Unknown() implements Command {}

  /// The first line of HTTP or of another protocol that somebody can be made to speak to us.
  record Foreign() implements Command {}

  /// A header field where a command should stand.
  record Field() implements Command {}

  /// A known verb with something wrong behind it, and the reply that says what.
  record Malformed(Refusal.Moment moment, Reply reply) implements Command {}
}
