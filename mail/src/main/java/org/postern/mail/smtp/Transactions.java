package org.postern.mail.smtp;

import java.util.Optional;

/// The port between the protocol and the program behind it: the server asks, the program answers
/// with values.
///
/// Thread-safe: `open` is called by many sessions at once.
public interface Transactions {

  /// A client connected. Called once a connection, before anything is written to it.
  Conversation open(Client client);

  /// The program's side of one connection. One thread: the session's. Methods may block; the
  /// session's own time limits do not run meanwhile. An exception means that the program is broken:
  /// the session answers 451 with a reference and goes on.
  ///
  /// The server has checked syntax, order and its own limits before it asks.
  interface Conversation {

    /// The banner: 220, or 554, 521 or 421 to refuse the client; and how long it waits.
    Welcome connected();

    /// The client did what mail servers do not do; called once for each kind. Empty goes on as the
    /// protocol says: what the server refuses of itself stays refused. A reply (421, 521, 554) is
    /// said instead, and ends the session; a transaction that was open is `reset` then.
    Optional<Reply> noticed(Oddity oddity);

    /// 250 and the text of its first line, or a refusal. The server adds the lines that list the
    /// extensions.
    Reply hello(Hello hello);

    /// TLS has begun: everything said before is forgotten (RFC 3207 section 4.2); HELLO comes
    /// again.
    void encrypted(TlsInfo tls);

    /// 250 begins a transaction.
    Reply mail(MailFrom command);

    /// 250 or 251 takes the recipient.
    Reply rcpt(Recipient recipient);

    /// Called before 354 or the first BDAT; a negative reply ends the attempt before the body is
    /// sent.
    Reply data();

    /// The whole message is here. The reply decides about all recipients, or with PRDR about each.
    /// The program owns `data` from here on and closes it.
    MessageReply message(MessageData data);

    /// RSET, a new EHLO, or the transaction ended without `message`: too large, connection lost, a
    /// wrong BDAT.
    void reset();

    /// The server itself refuses something: a command that is too long, too many errors, a bare
    /// line feed. Gives what is said: the refusal's reply, its text perhaps with a reference under
    /// which the log has it; another code is not said. Where the refusal ends a transaction, this
    /// comes before `reset`.
    Reply refused(Refusal refusal);

    /// The connection is over. Always the last call, exactly once.
    void closed();
  }
}
