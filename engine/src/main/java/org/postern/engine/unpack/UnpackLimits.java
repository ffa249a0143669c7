package org.postern.engine.unpack;

/// Budgets for all archives of one message together.
///
/// @param depth archives in archives that are opened
/// @param members files
/// @param bytes unpacked octets
/// @param ratio unpacked octets for each packed one, once more than a megabyte was unpacked
public record UnpackLimits(int depth, int members, int bytes, int ratio) {
  public static final UnpackLimits STANDARD = new UnpackLimits(8, 2_000, 64 << 20, 500);
}
