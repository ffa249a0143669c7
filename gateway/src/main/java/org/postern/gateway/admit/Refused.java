package org.postern.gateway.admit;

import org.postern.engine.verdict.GateTest;

/// A test found ground enough to refuse. The gate adds the reference to the text.
///
/// @param test which; a domain may not want to refuse on it
/// @param code of the reply, 4yz or 5yz; 421 ends the session
/// @param status enhanced code of the same class (RFC 3463)
/// @param text one line, without anything the client said unescaped
public record Refused(GateTest test, int code, String status, String text) {
  public Refused {
    if (code < 400 || code > 599 || status.charAt(0) - '0' != code / 100) {
      throw new IllegalArgumentException("not a refusal: " + code + " " + status);
    }
  }
}
