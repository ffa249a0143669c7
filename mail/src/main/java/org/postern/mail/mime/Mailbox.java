package org.postern.mail.mime;

import java.util.Locale;
import java.util.Optional;
import org.postern.mail.address.EmailAddress;

/// One mailbox of a header field: the display name as a reader sees it (encoded words decoded, or
/// the comment where there is no name), and the address as written, without brackets, route,
/// comments and blanks. Either may be empty; the local part keeps its quotes.
public record Mailbox(String name, String address) {

  /// The local part without quotes; all of the address where it has no domain.
  public String local() {
    int at = address.lastIndexOf('@');
    String local = at < 0 ? address : address.substring(0, at);
    if (local.length() < 2 || !local.startsWith("\"") || !local.endsWith("\"")) {
      return local;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 1; i < local.length() - 1; i++) {
      if (local.charAt(i) == '\\' && i < local.length() - 2) {
        i++;
      }
      plain.append(local.charAt(i));
    }
    return plain.toString();
  }

  /// What stands behind the last `@`, lower case; empty where there is none.
  public String domain() {
    int at = address.lastIndexOf('@');
    return at < 0 ? "" : address.substring(at + 1).toLowerCase(Locale.ROOT);
  }

  /// Whether a reader takes this for an address: something, an `@`, and a domain of letters,
  /// digits, dots, hyphens and underscores, or an address literal. Less than `email` asks for:
  /// local parts of more than 64 octets are sent every day.
  public boolean plausible() {
    String domain = domain();
    if (domain.isEmpty() || address.length() == domain.length() + 1) {
      return false;
    }
    if (domain.startsWith("[")) {
      return domain.endsWith("]");
    }
    for (int i = 0; i < domain.length(); i++) {
      char c = domain.charAt(i);
      if (c < 0x80 && !Character.isLetterOrDigit(c) && ".-_".indexOf(c) < 0) {
        return false;
      }
    }
    return !domain.startsWith(".");
  }

  /// The address where it could stand in an envelope.
  public Optional<EmailAddress> email() {
    return EmailAddress.parse(address);
  }
}
