package org.postern.gateway.relay;

import org.postern.mail.address.EmailAddress;

/// Hears what became of each recipient in each attempt. Thread-safe, and quick.
public interface Witness {

  /// Wants to know nothing.
  Witness NONE = (_, _) -> {};

  void delivered(EmailAddress to, RecipientResult result);
}
