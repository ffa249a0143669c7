package org.postern.gateway.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.admit.Refused;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Reply;

/// What the gate says when it refuses: every text carries the reference under which the
/// administrators find the reason, and where the node has a public address, the page on which the
/// sender reads it. Codes after RFC 5321 section 4.2.3, RFC 3463 and RFC 7372.
///
/// Nothing here repeats what the client said. Thread-safe: immutable.
final class Refusals {

  // RFC 5321 section 4.5.3.1.5: 512 octets with code and line end. Code, enhanced code and their
  // spaces take twelve at most.
  private static final int TEXT_LIMIT = 498;

  private final Optional<String> pages;

  /// `publicUrl`: where senders reach this node's pages, such as `https://mx.example.org`.
  Refusals(Optional<String> publicUrl) {
    this.pages = publicUrl.map(url -> url + "/why/");
  }

  Reply notServed(Reference ref) {
    return refuse(550, "5.7.1", "Mail for this domain is not accepted here", ref);
  }

  Reply otherWay(Reference ref) {
    return refuse(452, "4.5.3", "Send this recipient in a transaction of its own", ref);
  }

  Reply spam(Reference ref) {
    return refuse(550, "5.7.1", "Message refused: it was recognised as unwanted", ref);
  }

  Reply blocked(Reference ref) {
    return refuse(550, "5.7.1", "The recipient does not take mail of this sender", ref);
  }

  Reply notNow(Reference ref) {
    return refuse(451, "4.7.1", "Message could not be examined, try again later", ref);
  }

  Reply busy(Reference ref) {
    return refuse(451, "4.3.2", "Too much mail in work, try again later", ref);
  }

  Reply noRoom(Reference ref) {
    return refuse(452, "4.3.1", "No room for the message, try again later", ref);
  }

  Reply broken(Reference ref) {
    return refuse(451, "4.3.0", "Local error, try again later", ref);
  }

  Reply loop(Reference ref) {
    return refuse(554, "5.4.6", "Too many hops: the message is in a loop", ref);
  }

  Reply of(Refused refused, Reference ref) {
    return refuse(refused.code(), refused.status(), refused.text(), ref);
  }

  private Reply refuse(int code, String status, String text, Reference ref) {
    return referring(new Reply(code, status, text), ref);
  }

  /// The reply with the reference behind its last line, or on a line of its own where that line
  /// would become too long.
  Reply referring(Reply reply, Reference ref) {
    String reference = reference(ref);
    List<String> lines = new ArrayList<>(reply.lines());
    String last = lines.removeLast();
    if (last.length() + 1 + reference.length() <= TEXT_LIMIT) {
      lines.addLast(last + " " + reference);
    } else {
      lines.addLast(last.substring(0, Math.min(last.length(), TEXT_LIMIT)));
      lines.addLast(reference);
    }
    return new Reply(reply.code(), reply.status(), lines);
  }

  private String reference(Reference ref) {
    return "(ref " + ref + pages.map(url -> " see " + url + ref).orElse("") + ")";
  }
}
