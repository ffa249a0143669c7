package org.postern.mail.smtp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What the server says of itself, without asking the program.
final class OwnReplies {

  static final Reply OK = new Reply(250, "2.0.0", "OK");
  private static final Reply BY_RECIPIENT = new Reply(353, "", "content analysis has started");
  static final Reply SHUTTING_DOWN = new Reply(421, "4.3.2", "the service is shutting down");
  static final Reply PIPELINED = new Reply(503, "5.5.0", "improper command pipelining");
  static final Reply BAD_SEQUENCE = new Reply(503, "5.5.1", "bad sequence of commands");
  static final Reply NEEDS_UTF8 = new Reply(553, "5.6.7", "this address needs SMTPUTF8");

  private OwnReplies() {}

  /// The lines of EHLO behind the first.
  static List<String> extensions(SmtpLimits limits, boolean startTls) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "PIPELINING",
                "SIZE " + limits.messageOctets(),
                "8BITMIME",
                "SMTPUTF8",
                "ENHANCEDSTATUSCODES",
                "CHUNKING",
                "DSN",
                "PRDR"));
    if (startTls) {
      lines.add("STARTTLS");
    }
    lines.add("HELP");
    return lines;
  }

  /// Before the last reply of PRDR: what each recipient gets, in their order.
  static List<Reply> byRecipient(MessageReply reply, int recipients) {
    List<Reply> all = new ArrayList<>(List.of(BY_RECIPIENT));
    all.addAll(
        reply.each().isEmpty() ? Collections.nCopies(recipients, reply.last()) : reply.each());
    return all;
  }

  static Reply tooLarge(SmtpLimits limits) {
    return new Reply(
        552, "5.3.4", "message too large, at most " + limits.messageOctets() + " octets");
  }

  /// To a message that is not taken.
  static Reply to(DataReader.Fault fault, SmtpLimits limits) {
    return switch (fault) {
      case BARE_LF -> new Reply(550, "5.5.2", "bare <LF> received");
      case BARE_CR -> new Reply(550, "5.5.2", "bare <CR> received");
      case NUL -> new Reply(550, "5.5.2", "<NUL> received");
      case TOO_LARGE -> tooLarge(limits);
      case STORAGE -> new Reply(452, "4.3.1", "no room for the message now");
    };
  }
}
