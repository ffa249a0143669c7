package org.postern.engine.learn;

/// What bounds the Bayesian filters.
///
/// @param minimum so many messages of each class a filter must have learnt before it speaks
/// @param globalTokens tokens that the filter for everybody keeps
/// @param domainTokens tokens that the filter of a domain keeps
/// @param userTokens tokens that the filter of a user keeps
/// @param memory octets that filters may take in memory together; others wait on the disk
/// @param owners filters on the disk; those that learnt nothing for the longest time go first
public record BayesLimits(
    int minimum, int globalTokens, int domainTokens, int userTokens, long memory, int owners) {

  /// 50 messages of each class; 12, 3 and 0.8 MB; 64 MB in memory; 100,000 filters.
  public static final BayesLimits STANDARD =
      new BayesLimits(50, 750_000, 190_000, 48_000, 64L << 20, 100_000);

  public BayesLimits {
    if (minimum < 1
        || Math.min(globalTokens, Math.min(domainTokens, userTokens)) < BayesTokens.MOST
        || memory < 0
        || owners < 1) {
      throw new IllegalArgumentException(
          "a minimum of 1, %d tokens for each, 1 owner: no less".formatted(BayesTokens.MOST));
    }
  }

  int tokens(BayesOwner owner) {
    return switch (owner.kind()) {
      case GLOBAL -> globalTokens;
      case DOMAIN -> domainTokens;
      case USER -> userTokens;
    };
  }
}
