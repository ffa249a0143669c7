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

  /// Whether the client has to wait for the reply before it sends more. RFC 2920 section 3.1: EHLO,
  /// DATA and STARTTLS stand last in a group of commands, and without EHLO (`extended`) there are
  /// no groups. What was sent ahead of the answer may be meant for somebody else.
  default boolean mustWait(boolean extended) {
    return switch (this) {
      case Greeting _ -> true;
      case Word word ->
          word == Word.DATA || word == Word.STARTTLS || (!extended && word != Word.QUIT);
      case Foreign _, Bdat _ -> false;
      case Mail _, Rcpt _, Unknown _, Field _, Malformed _ -> !extended;
    };
  }
}
