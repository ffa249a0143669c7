package org.postern.mail.smtp;

import java.util.Optional;
import java.util.Set;

/// The words of RFC 3461 about delivery status notifications.
public final class Dsn {

  private Dsn() {}

  /// NOTIFY of one recipient. An empty set stands for "not said"; `NEVER` stands alone.
  public enum Notify {
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY
  }

  /// RET of the message: how much of it a notification returns.
  public enum Return {
    FULL,
    HEADERS
  }

  /// What MAIL said: RET and ENVID, the latter as sent (xtext).
  public record OfMessage(Optional<Return> ret, Optional<String> envid) {
    public static final OfMessage NONE = new OfMessage(Optional.empty(), Optional.empty());
  }

  /// What RCPT said: NOTIFY, and ORCPT as sent (`rfc822;xtext`).
  public record OfRecipient(Set<Notify> events, Optional<String> orcpt) {
    public static final OfRecipient NONE = new OfRecipient(Set.of(), Optional.empty());

    public OfRecipient {
      events = Set.copyOf(events);
      if (events.contains(Notify.NEVER) && events.size() > 1) {
        throw new IllegalArgumentException("NOTIFY=NEVER stands alone");
      }
    }

    /// Whether a failure of this recipient is to be reported (RFC 3461 section 4.1: yes, when
    /// nothing was said).
    public boolean wants(Notify what) {
      return events.isEmpty()
          ? what == Notify.FAILURE || what == Notify.DELAY
          : events.contains(what);
    }
  }
}
