package org.postern.engine.bulk;

/// What counting may take of memory.
///
/// @param once fingerprints of which one recipient is known, 24 octets each; a power of two
/// @param many fingerprints of which more are known, 240 octets each; a power of two
/// @param values recipients, organisations and networks that these keep together beyond the first
///   two of each, 8 octets each
public record BulkRoom(int once, int many, int values) {

  /// 300,000 fingerprints in at most 28 MB.
  public static final BulkRoom STANDARD = new BulkRoom(1 << 18, 1 << 15, 1_000_000);

  private static final int LEAST = 1 << 9;

  public BulkRoom {
    if (Integer.bitCount(once) != 1
        || Integer.bitCount(many) != 1
        || once < LEAST
        || many < LEAST
        || values < 0) {
      throw new IllegalArgumentException(once + ", " + many + ", " + values);
    }
  }
}
