package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import org.postern.mail.mime.AddressList;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Mailbox;

/// What the header of a message says, as a reader sees it.
///
/// @param subject decoded; empty where there is none
/// @param from mailboxes of all From fields
/// @param sender mailboxes of all Sender fields
/// @param replyTo mailboxes of all Reply-To fields
/// @param to mailboxes of To and Cc
/// @param listMail whether the header carries the marks of a mailing list or a newsletter (RFC
///   2369, RFC 2919, Precedence)
public record HeaderFacts(
    String subject,
    List<Mailbox> from,
    List<Mailbox> sender,
    List<Mailbox> replyTo,
    List<Mailbox> to,
    boolean listMail) {

  public HeaderFacts {
    from = List.copyOf(from);
    sender = List.copyOf(sender);
    replyTo = List.copyOf(replyTo);
    to = List.copyOf(to);
  }

  /// Reads a header.
  public static HeaderFacts of(Headers headers) {
    return new HeaderFacts(
        headers.text("Subject").orElse("").strip(),
        mailboxes(headers, "From"),
        mailboxes(headers, "Sender"),
        mailboxes(headers, "Reply-To"),
        mailboxes(headers, "To", "Cc"),
        listMail(headers));
  }

  /// The domain of the first mailbox in From; empty where there is none.
  public String fromDomain() {
    return from.isEmpty() ? "" : from.getFirst().domain();
  }

  private static List<Mailbox> mailboxes(Headers headers, String... names) {
    List<Mailbox> all = new ArrayList<>();
    for (String name : names) {
      for (Field field : headers.all(name)) {
        all.addAll(AddressList.parse(field.value()).mailboxes());
      }
    }
    return all;
  }

  private static boolean listMail(Headers headers) {
    for (Field field : headers.fields()) {
      String name = field.name();
      if (name.equalsIgnoreCase("List-Id")
          || name.equalsIgnoreCase("List-Post")
          || name.equalsIgnoreCase("List-Unsubscribe")
          || name.equalsIgnoreCase("Mailing-List")) {
        return true;
      }
      if (name.equalsIgnoreCase("Precedence")) {
        String value = field.value().strip();
        if (value.equalsIgnoreCase("list") || value.equalsIgnoreCase("bulk")) {
          return true;
        }
      }
    }
    return false;
  }
}
