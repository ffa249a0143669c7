package org.postern.mail.smtp;

import java.util.List;

/// What became of one message on one connection.
///
/// @param outcomes one for each recipient, in their order
/// @param answered whether the server said anything about it; when not, on a connection that was
///   idle before, the message may be tried at once on a fresh one
public record SmtpTransaction(List<Outcome> outcomes, boolean answered) {

  public SmtpTransaction {
    outcomes = List.copyOf(outcomes);
  }

  /// What became of one recipient.
  public sealed interface Outcome {

    /// The server took the message for this recipient: it answered the final dot with 2xx.
    record Taken(Reply reply) implements Outcome {}

    /// The server refused, with 4xx or 5xx, to MAIL, this RCPT, DATA or the final dot.
    record Refused(Reply reply) implements Outcome {}

    /// No answer came. Counts as not delivered, although after the final dot it may have been:
    /// twice is better than never (RFC 1047).
    record Unknown(String why) implements Outcome {}
  }
}
