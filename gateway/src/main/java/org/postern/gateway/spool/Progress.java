package org.postern.gateway.spool;

import java.time.Instant;
import java.util.List;
import org.postern.engine.verdict.Category;
import org.postern.mail.smtp.Recipient;

/// How far a message has come.
public sealed interface Progress {

  /// Accepted, not yet examined fully.
  Progress ACCEPTED = new Accepted();

  /// Accepted, not yet examined fully.
  record Accepted() implements Progress {}

  /// Examined and judged; what remains is delivery to these recipients.
  ///
  /// @param delayNotified whether the sender was told of the delay
  /// @param subject as decoded, for the rows of the mail log; empty when the message has none
  /// @param messageId the Message-ID, likewise
  record Judged(List<Pending> pending, boolean delayNotified, String subject, String messageId)
      implements Progress {
    public Judged {
      pending = List.copyOf(pending);
    }
  }

  /// One recipient that is still to be delivered to.
  ///
  /// @param tenant owner of the recipient's domain
  /// @param category and score: of the verdict for this recipient; decides whether its sender may
  ///   be notified
  /// @param header the header fields to put before the message for this recipient, lines with CRLF
  /// @param target where to deliver when redirected, else the recipient itself
  /// @param tries how many attempts were made
  /// @param nextTry when the next one is due
  /// @param lastStatus what the last attempt gave, empty before the first
  record Pending(
      Recipient recipient,
      String tenant,
      Category category,
      double score,
      String header,
      String target,
      int tries,
      Instant nextTry,
      String lastStatus) {}
}
