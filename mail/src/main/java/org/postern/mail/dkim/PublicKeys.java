package org.postern.mail.dkim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;

/// Finds the key of a signature and says whether it may be used. Keys are parsed once for each text
/// of a record; how long an answer is good is the look-up's business. Thread-safe.
public final class PublicKeys {

  private static final int KEPT = 2_000;

  /// A key that may be used, or what the signature is worth without.
  public sealed interface Found {

    /// A key of the right type, neither too short nor too long.
    record Key(DkimKey key) implements Found {}

    /// No key, or one that may not be used: whether it is for tests, and its size.
    record None(DkimVerdict verdict, boolean testing, int bits) implements Found {}
  }

  private final DkimLimits limits;
  private final DkimPolicy policy;
  private final Cache<List<String>, DkimKey.Read> parsed =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  public PublicKeys(DkimLimits limits, DkimPolicy policy) {
    this.limits = limits;
    this.policy = policy;
  }

  /// Looks up `selector._domainkey.domain`, both in A-labels.
  public Found find(KeyLookup lookup, Algorithm algorithm, String domain, String selector) {
    return switch (lookup.txt(name(domain, selector))) {
      case KeyLookup.Answer.Failed _ -> none(new DkimVerdict.TempError(DkimReason.KEY_UNAVAILABLE));
      // No TempError: who writes many signatures could make the last one undecided for DMARC.
      case KeyLookup.Answer.NotAsked _ -> none(new DkimVerdict.Neutral(DkimReason.LIMIT));
      case KeyLookup.Answer.None _ -> none(new DkimVerdict.PermError(DkimReason.NO_KEY));
      case KeyLookup.Answer.Found(List<String> records) ->
          switch (read(records)) {
            case DkimKey.Read.Bad(DkimReason reason) -> none(new DkimVerdict.PermError(reason));
            case DkimKey.Read.Ok(DkimKey key) -> fit(algorithm, key);
          };
    };
  }

  /// The name at which a key stands.
  public static String name(String domain, String selector) {
    return selector + "._domainkey." + domain;
  }

  private DkimKey.Read read(List<String> records) {
    int length = 0;
    for (String record : records) {
      length += record.length();
    }
    // Long ones are not kept, so that the cache has a bound in octets too.
    return length > limits.keyRecordBytes()
        ? DkimKey.read(records, limits)
        : parsed.get(records, list -> DkimKey.read(list, limits));
  }

  private Found fit(Algorithm algorithm, DkimKey key) {
    boolean rsa = key.type().equals("rsa");
    if (!key.type().equals(algorithm.keyType())) {
      return unfit(key, DkimReason.KEY_ALGORITHM);
    }
    if (!key.hashes().isEmpty() && !key.hashes().contains(algorithm.hash())) {
      return unfit(key, DkimReason.KEY_HASH);
    }
    if (rsa && key.bits() > limits.rsaBits()) {
      return unfit(key, DkimReason.KEY_LONG);
    }
    if (rsa && key.bits() < policy.leastRsaBits()) {
      return unfit(key, DkimReason.KEY_SHORT); // RFC 8301 section 3.2.
    }
    return new Found.Key(key);
  }

  private static Found none(DkimVerdict verdict) {
    return new Found.None(verdict, false, 0);
  }

  private static Found unfit(DkimKey key, DkimReason reason) {
    return new Found.None(new DkimVerdict.PermError(reason), key.testing(), key.bits());
  }
}
