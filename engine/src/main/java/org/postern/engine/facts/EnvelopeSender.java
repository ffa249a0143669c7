package org.postern.engine.facts;

import org.postern.mail.address.ReversePath;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.smtp.Envelope;

/// MAIL FROM; that of the topmost Return-Path where the envelope tells none, as with stored
/// messages.
public final class EnvelopeSender {

  private EnvelopeSender() {}

  /// The address; empty for the null sender and where neither is known.
  public static String of(Envelope envelope, HeaderFacts header) {
    return switch (envelope.from().path()) {
      case ReversePath.Sender(var address) -> address.toString();
      case ReversePath.Null _ ->
          header.returnPath().stream()
              .findFirst()
              .filter(mailbox -> !mailbox.domain().isEmpty())
              .map(Mailbox::address)
              .orElse("");
    };
  }
}
