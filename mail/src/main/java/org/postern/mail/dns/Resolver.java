package org.postern.mail.dns;

import java.time.Duration;

/// Answers questions to the DNS. Thread-safe. A call blocks, which suits virtual threads, and never
/// longer than it was given; it throws nothing, whatever the other side sends.
@FunctionalInterface
public interface Resolver {

  /// The longest a question waits where nobody says otherwise.
  Duration PATIENCE = Duration.ofSeconds(20);

  /// Asks for the records of one type at a name, with or without its final dot.
  Answer lookup(String name, RecordType type, Duration atMost);

  default Answer lookup(String name, RecordType type) {
    return lookup(name, type, PATIENCE);
  }
}
