package org.postern.mail.dmarc;

/// The tag that a policy was taken from.
public enum PolicySource {
  /// No record applies.
  NOWHERE,
  P,
  /// For an existing subdomain.
  SP,
  /// For a subdomain that does not exist.
  NP
}
