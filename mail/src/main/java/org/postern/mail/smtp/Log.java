package org.postern.mail.smtp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of the server.
final class Log {

  static final Logger SERVER = LoggerFactory.getLogger("org.postern.mail.smtp.server");

  private Log() {}
}
