package org.postern.engine.scan;

import java.net.InetAddress;
import java.util.List;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;

/// What is known about how a message came, for one that did not come through our own SMTP.
///
/// @param client the address of who sent it to us
/// @param helo the name it gave itself
/// @param from MAIL FROM
/// @param to RCPT TO
public record Transaction(
    InetAddress client, String helo, ReversePath from, List<EmailAddress> to) {

  /// Nothing is known.
  public static final Transaction UNKNOWN =
      new Transaction(InetAddress.getLoopbackAddress(), "", ReversePath.NULL, List.of());

  public Transaction {
    to = List.copyOf(to);
  }
}
