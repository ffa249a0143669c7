package org.postern.mail.dmarc;

/// How close an authenticated domain must be to the author's: the tags adkim and aspf.
public enum AlignmentMode {
  /// The same organizational domain.
  RELAXED,
  /// The same domain.
  STRICT
}
