package org.postern.gateway.recipients;

import java.time.Duration;

/// What bounds the questions to next hops and the memory of their answers.
///
/// @param entries answers remembered; a fifth of them negative, so that a harvest of addresses does
///   not drive out those that exist
/// @param octets about how much memory for them
/// @param positive how long it holds that a recipient exists
/// @param known how long one is remembered beyond that, for while the next hop is down
/// @param negative how long it holds that one does not; asked again behind the reply after a
///   quarter of it
/// @param temporary how long a temporary answer holds, and that of a mailbox that is full
/// @param patience how long RCPT waits for an answer
/// @param longest how long a question may take when nobody waits any more
/// @param parallel questions to one route at the same time
/// @param trial how long it holds whether a next hop takes every recipient
public record RecipientLimits(
    int entries,
    long octets,
    Duration positive,
    Duration known,
    Duration negative,
    Duration temporary,
    Duration patience,
    Duration longest,
    int parallel,
    Duration trial) {

  public static final RecipientLimits STANDARD =
      new RecipientLimits(
          200_000,
          64 << 20,
          Duration.ofDays(1),
          Duration.ofDays(31),
          Duration.ofHours(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(8),
          Duration.ofMinutes(1),
          5,
          Duration.ofDays(1));

  public RecipientLimits {
    if (entries < 5 || parallel < 1) {
      throw new IllegalArgumentException("at least five answers and one question");
    }
  }
}
