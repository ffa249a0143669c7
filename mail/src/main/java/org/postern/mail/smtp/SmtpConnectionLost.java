package org.postern.mail.smtp;

import java.io.IOException;

/// The conversation with a server cannot go on: the connection broke, time ran out, or what the
/// server says is not SMTP. Whatever was not acknowledged before counts as not done.
public final class SmtpConnectionLost extends IOException {
  private static final long serialVersionUID = 1;

  public SmtpConnectionLost(String message) {
    super(message);
  }

  public SmtpConnectionLost(String message, Throwable cause) {
    super(message, cause);
  }
}
