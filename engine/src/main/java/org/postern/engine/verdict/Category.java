package org.postern.engine.verdict;

/// What a message is for one recipient. From harmless to dangerous: the order decides where two
/// rules decide.
public enum Category {
  CLEAN,
  INFOMAIL,
  BULK,
  SUSPECTED_SPAM,
  FALSE_BOUNCE,
  CONFIRMED_SPAM,
  PHISHING,
  FORBIDDEN_CONTENT,
  SUSPECTED_VIRUS,
  CONFIRMED_VIRUS;

  /// Whether mail of this category may cause a notification to its sender (RFC 3464): never for
  /// spam, viruses and false bounces.
  public boolean mayNotifySender() {
    return this == CLEAN || this == INFOMAIL || this == BULK;
  }
}
