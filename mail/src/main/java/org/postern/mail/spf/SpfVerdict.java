package org.postern.mail.spf;

/// The results of RFC 7208 section 2.6.
public enum SpfVerdict {
  NONE,
  NEUTRAL,
  PASS,
  FAIL,
  SOFTFAIL,
  TEMPERROR,
  PERMERROR
}
