package org.postern.mail.dns;

import java.time.Duration;
import java.util.List;

/// What came of a question.
public sealed interface Answer {

  /// Records of the type asked for, CNAMEs already followed. `ttl` is how long they may be kept,
  /// `authentic` whether the resolver vouches for them by DNSSEC.
  record Found(List<DnsRecord> records, Duration ttl, boolean authentic) implements Answer {
    public Found {
      records = List.copyOf(records);
      if (records.isEmpty()) {
        throw new IllegalArgumentException("found nothing");
      }
    }
  }

  /// The name exists, but has no record of the type.
  record Empty() implements Answer {}

  /// There is no such name (NXDOMAIN), or the text is no name that could exist.
  record NoDomain() implements Answer {}

  /// The DNS gave no answer; another try later may.
  record Failed(Why why) implements Answer {}

  /// Why there was no answer.
  enum Why {
    /// No server answered in time.
    TIMEOUT,
    /// The server could not answer: a broken zone or a failed DNSSEC check.
    SERVFAIL,
    /// The server does not answer us.
    REFUSED,
    /// The answer could not be read or was for another question.
    MALFORMED,
    /// Another error code.
    OTHER_CODE,
    /// No server could be reached.
    UNREACHABLE,
    /// The servers are known not to answer anybody at the moment, so that nothing is to be made of
    /// this for the one who was asked about ([Guarded]).
    NO_RESOLVER,
    /// The budget of the message is used up ([Budgeted]).
    BUDGET,
    /// The asking thread was interrupted.
    INTERRUPTED
  }
}
