package org.postern.mail.address;

import java.util.Locale;
import java.util.Optional;

/// A mailbox: local part and domain (RFC 5321 section 4.1.2 `Mailbox`, RFC 6531 section 3.3).
///
/// `local` is the content of the local part without the quotes a sender may have put around it; its
/// case is kept, and it may be empty (`""@example.org`). `domain` is lower case, either a host name
/// (A-labels or U-labels as written) or an address literal with its brackets.
public record EmailAddress(String local, String domain) {

  public EmailAddress {
    if (domain.isEmpty()) {
      throw new IllegalArgumentException("a mailbox needs a domain");
    }
    domain = domain.toLowerCase(Locale.ROOT);
  }

  /// Reads `local@domain` as the envelope writes it, quotes included, without brackets and without
  /// spaces around it; empty when it is no mailbox. UTF-8 is taken.
  public static Optional<EmailAddress> parse(String text) {
    return PathParser.mailbox(text);
  }

  /// The address in the form of the envelope: the local part is quoted where RFC 5321 demands it.
  @Override
  public String toString() {
    return (isDotString(local) ? local : quoted(local)) + "@" + domain;
  }

  /// Whether the address can only be sent with SMTPUTF8 (RFC 6531 section 3.1).
  public boolean needsUtf8() {
    return !isAscii(local) || !isAscii(domain);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean isDotString(String text) {
    return !text.isEmpty()
        && !text.startsWith(".")
        && !text.endsWith(".")
        && !text.contains("..")
        && text.codePoints().allMatch(c -> c == '.' || PathParser.isAtext(c));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
