package org.postern.mail.smtp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything SMTP said about one message outside the message.
public record Envelope(
    Reference ref,
    Client client,
    Hello hello,
    Optional<TlsInfo> tls,
    MailFrom from,
    List<Recipient> to,
    Instant received) {

  public Envelope {
    to = List.copyOf(to);
  }

  /// The same transaction for some of its recipients.
  public Envelope withRecipients(List<Recipient> recipients) {
    return new Envelope(ref, client, hello, tls, from, recipients, received);
  }
}
