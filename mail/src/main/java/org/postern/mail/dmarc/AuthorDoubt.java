package org.postern.mail.dmarc;

/// Why two readers could disagree about who the author of a message is.
public enum AuthorDoubt {
  NO_FROM("no From field"),
  NO_ADDRESS("no address in From"),
  SEVERAL_FROM("several From fields"),
  ODD_NAME("a field that only some readers take for From"),
  BROKEN_HEADER("lines behind From that are no fields"),
  SYNTAX("From is not written by the grammar"),
  GROUP("a group in From"),
  CONTROL("control characters in From"),
  ENCODED("an encoded address in From"),
  NAME("an address where a name or comment should be"),
  DOMAIN("a domain in From that is no plain host name"),
  TOO_MANY("more in From than is read");

  private final String text;

  AuthorDoubt(String text) {
    this.text = text;
  }

  /// The doubt in plain ASCII words, without quotes or brackets.
  public String text() {
    return text;
  }
}
