package org.postern.mail.dkim;

/// Why a signature did not pass, in words fit for a log and an Authentication-Results comment.
public enum DkimReason {
  SYNTAX("signature syntax"),
  MISSING_TAG("required tag missing"),
  VERSION("unknown version"),
  ALGORITHM("unknown algorithm"),
  CANONICALIZATION("unknown canonicalization"),
  QUERY("unknown query method"),
  DOMAIN("bad signing domain"),
  SELECTOR("bad selector"),
  IDENTITY("identity outside the signing domain"),
  FROM_NOT_SIGNED("From not signed"),
  EXPIRED("signature expired"),
  FUTURE("signature from the future"),
  BODY_LENGTH("body shorter than signed"),
  NO_KEY("no key"),
  KEY_UNAVAILABLE("key unavailable"),
  KEY_SYNTAX("key syntax"),
  KEY_REVOKED("key revoked"),
  KEY_ALGORITHM("key of another algorithm"),
  KEY_HASH("hash not allowed by the key"),
  KEY_SERVICE("key not for mail"),
  KEY_IDENTITY("key not for subdomains"),
  KEY_SHORT("key too short"),
  KEY_LONG("key too long"),
  SHA1("rsa-sha1 is historic"),
  BODY_HASH("body hash did not verify"),
  SIGNATURE("signature did not verify"),
  FIELD_ADDED("field beside the signed one"),
  BODY_EXTENDED("body longer than signed"),
  LIMIT("over a limit");

  private final String text;

  DkimReason(String text) {
    this.text = text;
  }

  /// The reason in plain ASCII words, without quotes or brackets.
  public String text() {
    return text;
  }
}
