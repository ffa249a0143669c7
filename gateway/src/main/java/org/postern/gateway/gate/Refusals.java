package org.postern.gateway.gate;

import java.util.ArrayList;
import java.util.List;
import org.postern.gateway.admit.Refused;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Reply;

/// What the gate says when it refuses: every text carries the reference under which the
/// administrators find the reason. Codes after RFC 5321 section 4.2.3 and RFC 3463.
final class Refusals {

  private Refusals() {}

  static Reply notServed(Reference ref) {
    return refuse(550, "5.7.1", "Mail for this domain is not accepted here", ref);
  }

  static Reply otherWay(Reference ref) {
    return refuse(452, "4.5.3", "Send this recipient in a transaction of its own", ref);
  }

  static Reply spam(Reference ref) {
    return refuse(550, "5.7.1", "Message refused: it was recognised as unwanted", ref);
  }

  static Reply notNow(Reference ref) {
    return refuse(451, "4.7.1", "Message could not be examined, try again later", ref);
  }

  static Reply busy(Reference ref) {
    return refuse(451, "4.3.2", "Too much mail in work, try again later", ref);
  }

  static Reply noRoom(Reference ref) {
    return refuse(452, "4.3.1", "No room for the message, try again later", ref);
  }

  static Reply broken(Reference ref) {
    return refuse(451, "4.3.0", "Local error, try again later", ref);
  }

  static Reply loop(Reference ref) {
    return refuse(554, "5.4.6", "Too many hops: the message is in a loop", ref);
  }

  static Reply of(Refused refused, Reference ref) {
    return refuse(refused.code(), refused.status(), refused.text(), ref);
  }

  private static Reply refuse(int code, String status, String text, Reference ref) {
    return new Reply(code, status, text + reference(ref));
  }

  /// The reply with the reference behind its last line.
  static Reply referring(Reply reply, Reference ref) {
    List<String> lines = new ArrayList<>(reply.lines());
    lines.addLast(lines.removeLast() + reference(ref));
    return new Reply(reply.code(), reply.status(), lines);
  }

  private static String reference(Reference ref) {
    return " (ref " + ref + ")";
  }
}
