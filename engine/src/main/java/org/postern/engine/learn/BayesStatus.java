package org.postern.engine.learn;

import java.time.LocalDate;
import java.util.Optional;

/// How a filter stands.
///
/// @param spam messages learnt as spam
/// @param ham messages learnt as ham
/// @param tokens in its table
/// @param octets that the table takes in memory
/// @param expired how often tokens had to go
/// @param lastExpiry when they last did
/// @param speaks whether it has learnt enough of both to say something, and is asked
public record BayesStatus(
    BayesOwner owner,
    int spam,
    int ham,
    int tokens,
    long octets,
    int expired,
    Optional<LocalDate> lastExpiry,
    boolean speaks) {

  /// The same, of a filter that is not asked.
  public BayesStatus silent() {
    return new BayesStatus(owner, spam, ham, tokens, octets, expired, lastExpiry, false);
  }
}
