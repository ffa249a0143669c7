package org.postern.gateway.relay;

import org.postern.gateway.spool.Progress.Pending;
import org.postern.mail.address.EmailAddress;

/// Reads the address that a recipient's message goes to.
final class Targets {

  private Targets() {}

  static EmailAddress of(Pending pending) {
    EmailAddress recipient = pending.recipient().address();
    String target = pending.target();
    if (target.isEmpty() || target.equals(recipient.toString())) {
      return recipient;
    }
    int at = target.lastIndexOf('@');
    if (at < 1 || at == target.length() - 1) {
      return recipient;
    }
    return new EmailAddress(unquoted(target.substring(0, at)), target.substring(at + 1));
  }

  private static String unquoted(String local) {
    if (local.length() < 3 || !local.startsWith("\"") || !local.endsWith("\"")) {
      return local;
    }
    var plain = new StringBuilder(local.length());
    for (int i = 1; i < local.length() - 1; i++) {
      if (local.charAt(i) == '\\' && i < local.length() - 2) {
        i++;
      }
      plain.append(local.charAt(i));
    }
    return plain.toString();
  }
}
