package org.postern.gateway.relay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.mail.smtp.Envelope;

/// What a sender is to be told about some recipients of a message.
///
/// @param body the message as it came; empty when it cannot be read any more
record Notice(
    Kind kind,
    Envelope original,
    String subject,
    String messageId,
    List<About> about,
    Optional<byte[]> body) {

  Notice {
    about = List.copyOf(about);
  }

  /// The actions of RFC 3464 section 2.3.3 that we report. `delivered` is not among them: that is
  /// for the server with the mailbox.
  enum Kind {
    FAILED("failed"),
    DELAYED("delayed"),
    RELAYED("relayed");

    private final String action;

    Kind(String action) {
      this.action = action;
    }

    String action() {
      return action;
    }
  }

  /// One recipient.
  ///
  /// @param status the enhanced status code
  /// @param until the end of all attempts
  record About(
      Pending pending, RecipientResult result, String status, Instant attempt, Instant until) {}
}
