package org.postern.gateway.recipients;

import org.postern.mail.smtp.Reply;

/// What RCPT is to be told. Replies of a next hop are free of control characters and bounded.
public sealed interface Existence {

  /// The recipient may be taken: it is listed, or its next hop takes it and not everybody.
  record Exists() implements Existence {}

  /// The recipient may be taken, like any other: its next hop refuses nobody at RCPT.
  record Anybody() implements Existence {}

  /// A permanent refusal.
  ///
  /// @param unknown whether the recipient does not exist; it does where its mailbox is full, for
  ///   example
  record Refused(Reply reply, boolean unknown) implements Existence {}

  /// Nobody can tell now.
  record Later(Reply reply) implements Existence {}

  /// Its domain does not want to know, or asks in another way.
  record NotAsked() implements Existence {}
}
