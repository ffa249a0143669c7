package org.postern.mail.arc;

/// Why a chain did not pass, in words fit for a log and an Authentication-Results comment.
public enum ArcReason {
  SYNTAX("field syntax"),
  MISSING_TAG("required tag missing"),
  INSTANCE("bad instance"),
  INCOMPLETE("set incomplete"),
  DUPLICATE("field of a set twice"),
  TOO_MANY("too many sets"),
  ALGORITHM("unknown or historic algorithm"),
  CANONICALIZATION("unknown canonicalization"),
  DOMAIN("bad signing domain"),
  SELECTOR("bad selector"),
  SEAL_FIELDS("seal with signed fields"),
  SEAL_SIGNED("seal among the signed fields"),
  CHAIN_STATUS("bad chain status in a seal"),
  ALREADY_FAILED("sealed as failed"),
  EXPIRED("message signature expired"),
  KEY("no key that may be used"),
  KEY_UNAVAILABLE("key unavailable"),
  MESSAGE_SIGNATURE("message signature did not verify"),
  SEAL("seal did not verify"),
  LIMIT("over a limit");

  private final String text;

  ArcReason(String text) {
    this.text = text;
  }

  /// The reason in plain ASCII words, without quotes or brackets.
  public String text() {
    return text;
  }
}
