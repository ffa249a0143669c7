package org.postern.mail.dmarc;

import java.util.Locale;

/// The results of DMARC as Authentication-Results has them.
public enum DmarcStatus {
  /// No policy record applies.
  NONE,
  /// An aligned identifier passed, for every author.
  PASS,
  FAIL,
  /// The DNS gave no answer on which this depends.
  TEMPERROR,
  /// The record that applies cannot be used, or there is no author to ask about.
  PERMERROR;

  /// The result word.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
