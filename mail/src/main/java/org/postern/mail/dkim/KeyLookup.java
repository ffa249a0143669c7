package org.postern.mail.dkim;

import java.util.List;

/// Where key records come from: the TXT records of a name such as `s1._domainkey.example.org`.
@FunctionalInterface
public interface KeyLookup {

  /// Asks for the TXT records of a name, in A-labels, lower case, without a final dot.
  Answer txt(String name);

  /// What a look-up brings.
  sealed interface Answer {

    /// The records, the strings of each joined.
    record Found(List<String> records) implements Answer {
      public Found {
        records = List.copyOf(records);
      }
    }

    /// The name has no such record, for certain.
    record None() implements Answer {}

    /// No answer this time; the reason is for the log.
    record Failed(String reason) implements Answer {}

    /// Nobody was asked, or not for long enough: what the message may cost was used up before. That
    /// says nothing of the name.
    record NotAsked() implements Answer {}
  }
}
