package org.postern.mail.mime;

/// Budgets of the parser. What exceeds one is cut there and reported as
/// [Ambiguity.Kind#TRUNCATED_BY_LIMIT], never silently taken as read.
///
/// @param depth how deep parts may be nested
/// @param parts how many parts a message may have
/// @param headerBytes octets of one header
/// @param fields fields of one header
public record MimeLimits(int depth, int parts, int headerBytes, int fields) {
  public static final MimeLimits DEFAULT = new MimeLimits(50, 1_000, 1 << 20, 5_000);
}
