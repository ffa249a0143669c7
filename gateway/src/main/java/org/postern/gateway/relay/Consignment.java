package org.postern.gateway.relay;

import java.util.List;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;

/// One message on its way to one next hop: what MAIL and RCPT will say, and the octets.
public record Consignment(MailFrom from, List<Recipient> to, Payload payload) {
  public Consignment {
    to = List.copyOf(to);
  }
}
