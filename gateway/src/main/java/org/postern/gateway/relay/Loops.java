package org.postern.gateway.relay;

import org.postern.mail.mime.Headers;
import org.postern.mail.smtp.Reply;

/// Mail that goes in circles (RFC 5321 section 6.3).
public final class Loops {

  /// As in Postfix; RFC 5321 wants at least 100 "normally", which multiplies the damage.
  public static final int HOPS = 50;

  /// The answer to such a message.
  public static final Reply REPLY =
      new Reply(554, "5.4.6", "too many hops, this message goes in circles");

  private Loops() {}

  /// Whether the message came through more than `HOPS` servers.
  public static boolean tooManyHops(Headers headers) {
    return headers.all("Received").size() > HOPS;
  }
}
