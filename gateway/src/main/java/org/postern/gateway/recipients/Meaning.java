package org.postern.gateway.recipients;

import java.util.regex.Pattern;
import org.postern.mail.smtp.Reply;

/// What a reply to RCPT says about the recipient.
public enum Meaning {
  /// The recipient exists.
  EXISTS,
  /// It does not.
  UNKNOWN,
  /// It exists and takes no mail: the mailbox is full or closed.
  UNAVAILABLE,
  /// Not to be told now.
  LATER,
  /// A refusal that is not about the recipient: the next hop does not want this gateway, this
  /// sender or this way.
  POLICY,
  /// The next hop has no way to say such an address.
  UNFIT,
  /// No answer.
  SILENCE;

  // Words of servers that give no status of their own; a user who is unknown "in relay recipient
  // table" is unknown all the same.
  private static final Pattern ABOUT_US =
      Pattern.compile(
          "\\brelay(ing)?\\b(?! recipient)|\\bspf\\b|spam|blac?k ?list|block ?list|dnsbl|blocked"
              + "|access denied|authenticat|not permitted",
          Pattern.CASE_INSENSITIVE);

  /// Reads a reply to RCPT.
  public static Meaning of(Reply rcpt) {
    if (rcpt.positive()) {
      return EXISTS;
    }
    if (rcpt.temporary()) {
      return LATER;
    }
    String[] status = rcpt.status().split("\\.", -1);
    boolean told = status.length == 3 && !status[1].equals("0");
    return told ? of(rcpt, status[1], status[2]) : ofCode(rcpt);
  }

  private static Meaning of(Reply rcpt, String subject, String detail) {
    return switch (subject) {
      // RFC 3463 section 3.2: X.1.7 and X.1.8 are about the sender; X.1.2 and X.1.10 about the
      // domain, which is served here, so the route is wrong.
      case "1" ->
          switch (detail) {
            case "2", "7", "8", "9", "10" -> POLICY;
            default -> UNKNOWN;
          };
      case "2" -> UNAVAILABLE;
      // Exchange Online, where the directory does not know the recipient: "550 5.4.1 Recipient
      // address rejected: Access denied".
      case "4" ->
          detail.equals("1") && text(rcpt).startsWith("Recipient address rejected")
              ? UNKNOWN
              : POLICY;
      default -> POLICY;
    };
  }

  private static Meaning ofCode(Reply rcpt) {
    return switch (rcpt.code()) {
      case 550, 551, 553 -> ABOUT_US.matcher(text(rcpt)).find() ? POLICY : UNKNOWN;
      case 552 -> UNAVAILABLE;
      default -> POLICY;
    };
  }

  private static String text(Reply reply) {
    return String.join(" ", reply.lines());
  }
}
