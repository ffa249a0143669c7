package org.postern.mail.smtp;

import java.util.List;

/// The answer to a whole message.
///
/// @param each where the client asked for PRDR ([MailFrom#prdr()]): one reply for each RCPT that
///   was taken, in their order, one that named the same address again included; empty says `last`
///   of all. Without PRDR, and with one recipient, it is not said.
/// @param last decides about the message: when negative nobody gets it, whatever `each` said; it is
///   positive as soon as one of `each` is
public record MessageReply(List<Reply> each, Reply last) {

  public MessageReply {
    each = List.copyOf(each);
  }

  /// One reply for all recipients.
  public static MessageReply of(Reply reply) {
    return new MessageReply(List.of(), reply);
  }
}
