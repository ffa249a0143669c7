package org.postern.mail.smtp;

import java.util.Optional;

/// How long a session may lead nowhere: counts what a client does in vain, and gives the reply that
/// ends the session when a limit is passed. One thread: the session's.
final class Patience {

  private final SmtpLimits limits;
  private int errors;
  private int refusedRecipients;
  private int unknown;
  private int idle;

  Patience(SmtpLimits limits) {
    this.limits = limits;
  }

  /// A command was refused.
  Optional<Reply> refused() {
    return over(++errors, limits.errors(), "4.7.0", "too many errors");
  }

  Optional<Reply> refusedRecipient() {
    return over(
        ++refusedRecipients, limits.refusedRecipients(), "4.7.0", "too many refused recipients");
  }

  Optional<Reply> unknownCommand() {
    return over(++unknown, limits.unknownCommands(), "4.5.2", "too many unknown commands");
  }

  /// A good answer that brings the client no further.
  Optional<Reply> idle() {
    return over(++idle, limits.idleCommands(), "4.7.0", "too many commands without a message");
  }

  void recipientTaken() {
    idle = 0;
  }

  void messageTaken() {
    errors = 0;
    refusedRecipients = 0;
    idle = 0;
  }

  private static Optional<Reply> over(int count, int limit, String status, String text) {
    return count > limit ? Optional.of(new Reply(421, status, text)) : Optional.empty();
  }
}
