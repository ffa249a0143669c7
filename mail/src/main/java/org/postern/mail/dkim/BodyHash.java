package org.postern.mail.dkim;

import java.security.MessageDigest;
import java.util.OptionalLong;

/// Hashes the canonical body up to l=, and counts all of it. One thread: the caller's.
public final class BodyHash {

  /// What makes one hash differ from another of the same message.
  public record Kind(Canonicalization form, String hash, OptionalLong length) {}

  /// The hash, and the length of the whole canonical body.
  public record Sum(byte[] hash, long length) {}

  private final MessageDigest digest;
  private final long most;
  private long seen;

  private BodyHash(MessageDigest digest, long most) {
    this.digest = digest;
    this.most = most;
  }

  /// Hashes the octets from `start` to the end.
  public static Sum of(
      byte[] octets, int start, Canonicalization form, Algorithm algorithm, OptionalLong length) {
    BodyHash hash = new BodyHash(algorithm.digest(), length.orElse(Long.MAX_VALUE));
    form.body(octets, start, hash);
    return new Sum(hash.digest.digest(), hash.seen);
  }

  void write(byte[] octets, int start, int count) {
    long left = most - seen;
    if (left > 0) {
      digest.update(octets, start, (int) Math.min(left, count));
    }
    seen += count;
  }

  long seen() {
    return seen;
  }
}
