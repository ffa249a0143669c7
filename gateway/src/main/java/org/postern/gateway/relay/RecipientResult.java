package org.postern.gateway.relay;

import java.util.Optional;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.smtp.Reply;

/// What one attempt gave for one recipient: the reply, and the next hop that said it; without next
/// hop the reply is our own words for what happened.
public sealed interface RecipientResult {

  Reply reply();

  Optional<NextHop> host();

  /// Taken.
  ///
  /// @param dsnPassedOn whether the next hop took over the duty to notify (RFC 3461)
  record Delivered(Reply reply, Optional<NextHop> host, boolean dsnPassedOn)
      implements RecipientResult {}

  /// To be tried again.
  record Temporary(Reply reply, Optional<NextHop> host) implements RecipientResult {}

  /// Never to be tried again.
  record Permanent(Reply reply, Optional<NextHop> host) implements RecipientResult {}

  /// A negative reply as a result.
  static RecipientResult refused(Reply reply, Optional<NextHop> host) {
    return reply.permanent() ? new Permanent(reply, host) : new Temporary(reply, host);
  }

  /// The reply in one line with the next hop, as logs and lists show it.
  default String status() {
    String text = reply().summary();
    return host().isPresent() ? text + " (" + host().get() + ")" : text;
  }

  /// The enhanced status code; where the next hop gave none, that of its class (RFC 3463).
  default String enhanced() {
    String status = reply().status();
    return status.isEmpty() ? reply().code() / 100 + ".0.0" : status;
  }
}
