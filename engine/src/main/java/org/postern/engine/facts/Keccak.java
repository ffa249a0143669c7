package org.postern.engine.facts;

import org.bouncycastle.crypto.digests.KeccakDigest;

/// Keccak as it was before it became SHA-3 (FIPS 202): what Ethereum and Monero check addresses
/// with.
final class Keccak {

  private Keccak() {}

  /// The sum of 256 bits, 32 octets.
  static byte[] sum256(byte[] octets) {
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(octets, 0, octets.length);
    byte[] sum = new byte[32];
    digest.doFinal(sum, 0);
    return sum;
  }
}
