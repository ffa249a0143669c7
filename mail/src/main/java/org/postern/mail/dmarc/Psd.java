package org.postern.mail.dmarc;

/// Whether a domain is a public suffix domain: the psd tag.
public enum Psd {
  /// psd=y: others register names below it.
  YES,
  /// psd=n: the organizational domain of itself and all below.
  NO,
  /// psd=u or nothing: the tree walk decides.
  UNKNOWN
}
