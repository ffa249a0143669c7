package org.postern.engine.facts;

import java.util.List;
import java.util.Locale;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.smtp.Envelope;

/// Mail that a group passed on without writing the marks of a list: it was written to the group,
/// answers go to the group, and MAIL FROM is the group's own address for what comes back, as every
/// list software makes it (`garden-bounces@lists.example` for `garden@lists.example`).
final class GroupMail {

  private static final List<String> ENDS =
      List.of("bounce", "return", "error", "owner", "admin", "request");

  private static final int MOST = 20;

  private GroupMail() {}

  static boolean distributed(Envelope envelope, HeaderFacts facts) {
    if (facts.replyTo().size() != 1 || facts.from().isEmpty()) {
      return false;
    }
    Mailbox group = facts.replyTo().getFirst();
    String address = group.address();
    return address.indexOf('@') > 0
        && facts.from().stream().noneMatch(box -> box.address().equalsIgnoreCase(address))
        && facts.to().stream().limit(MOST).anyMatch(box -> box.address().equalsIgnoreCase(address))
        && returnsTo(group, EnvelopeSender.of(envelope, facts));
  }

  private static boolean returnsTo(Mailbox group, String mailFrom) {
    int at = mailFrom.lastIndexOf('@');
    if (at < 0 || !RegistrableDomain.same(mailFrom.substring(at + 1), group.domain())) {
      return false;
    }
    String name = local(group.address());
    String back = local(mailFrom);
    if (back.equals("owner-" + name)) {
      return true;
    }
    return back.length() > name.length()
        && back.startsWith(name)
        && "-+".indexOf(back.charAt(name.length())) >= 0
        && ENDS.stream().anyMatch(end -> back.startsWith(end, name.length() + 1));
  }

  private static String local(String address) {
    return address.substring(0, address.lastIndexOf('@')).toLowerCase(Locale.ROOT);
  }
}
