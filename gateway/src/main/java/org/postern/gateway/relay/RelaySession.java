package org.postern.gateway.relay;

import java.io.IOException;
import java.util.Optional;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.SmtpConnection;

/// A transaction with a next hop, held while the sender talks: what the next hop answers is ours to
/// pass on, and a lost connection is a 451.
///
/// One thread at a time. `close` gives the connection back; a transaction that was not ended is
/// given up.
public final class RelaySession implements AutoCloseable {

  private record Line(NextHop next, Hop hop, Hop.Lease.Granted lease) {
    SmtpConnection connection() {
      return lease.connection();
    }
  }

  private final Relay relay;
  private final Route route;
  private Optional<Line> line = Optional.empty();
  private boolean eightBitHeaders;

  RelaySession(Relay relay, Route route) {
    this.relay = relay;
    this.route = route;
  }

  /// Connects where there is no connection yet, and says MAIL and the first RCPT. The reply is that
  /// of MAIL when it was refused, else that of RCPT.
  public Reply begin(MailFrom from, Recipient first) {
    Reply last = new Reply(451, "4.4.4", "no next hop");
    for (NextHop next : relay.inOrder(route.hops())) {
      if (relay.isOurselves(next)) {
        return Relay.LOOP;
      }
      Hop hop = relay.hop(next, route.tls());
      Started started =
          line.isPresent() ? start(from, first) : start(hop.lease(), next, hop, from, first);
      if (started.stale()) {
        started = start(hop.leaseFresh(), next, hop, from, first);
      }
      last = goOn(started.reply());
      if (line.isPresent()) {
        return last;
      }
    }
    return last;
  }

  /// A further recipient.
  public Reply rcpt(Recipient recipient) {
    if (line.isEmpty()) {
      return gone();
    }
    SmtpConnection connection = line.get().connection();
    Optional<Reply> unfit = Fitting.address(recipient.address(), connection.extensions());
    return unfit.isPresent() ? unfit.get() : guarded(() -> connection.rcpt(recipient));
  }

  /// The message; the reply is the last word of the next hop.
  public Reply data(Payload payload) {
    if (line.isEmpty()) {
      return gone();
    }
    SmtpConnection connection = line.get().connection();
    var offered = connection.extensions();
    Optional<Reply> unfit = Fitting.message(payload, offered);
    if (unfit.isPresent()) {
      return unfit.get();
    }
    if (eightBitHeaders && !offered.smtputf8() && Fitting.eightBitHeader(payload)) {
      return Fitting.NEEDS_UTF8;
    }
    return guarded(() -> connection.data(payload));
  }

  /// Gives the transaction up; the connection stays for the next `begin`.
  public void rset() {
    if (line.isPresent()) {
      SmtpConnection connection = line.get().connection();
      guarded(connection::rset);
    }
  }

  /// The next hop that is connected.
  public Optional<NextHop> host() {
    return line.map(Line::next);
  }

  @Override
  public void close() {
    giveBack();
  }

  // The reply to MAIL or RCPT; where there was none the line is gone.
  private record Started(Reply reply, boolean stale) {}

  private Started start(Hop.Lease lease, NextHop next, Hop hop, MailFrom from, Recipient first) {
    return switch (lease) {
      case Hop.Lease.Denied(Reply reply, boolean _) -> new Started(reply, false);
      case Hop.Lease.Granted granted -> {
        line = Optional.of(new Line(next, hop, granted));
        yield start(from, first);
      }
    };
  }

  private Started start(MailFrom from, Recipient first) {
    Line held = line.orElseThrow();
    boolean mayBeStale = held.lease().mayBeStale();
    Reply reply;
    try {
      reply = begin(held.connection(), from, first);
      if (held.connection().usable()) {
        return new Started(reply, false);
      }
    } catch (IOException e) {
      reply = new Reply(451, "4.4.2", held.next() + ": " + e.getMessage());
    }
    giveBack();
    return new Started(reply, mayBeStale);
  }

  private Reply begin(SmtpConnection connection, MailFrom from, Recipient first)
      throws IOException {
    var offered = connection.extensions();
    Optional<Reply> sender = Fitting.sender(from.path(), offered);
    Optional<Reply> unfit = sender.isPresent() ? sender : Fitting.address(first.address(), offered);
    if (unfit.isPresent()) {
      return unfit.get();
    }
    eightBitHeaders = from.smtputf8();
    return connection.mail(from, first);
  }

  private interface Step {
    Reply run() throws IOException;
  }

  private Reply guarded(Step step) {
    try {
      return goOn(step.run());
    } catch (IOException e) {
      Reply lost = new Reply(451, "4.4.2", host().orElseThrow() + ": " + e.getMessage());
      giveBack();
      return lost;
    }
  }

  // 421 ends the conversation with the next hop, not the one with the sender.
  private static Reply goOn(Reply reply) {
    return reply.code() == 421 ? new Reply(451, reply.status(), reply.lines()) : reply;
  }

  private static Reply gone() {
    return new Reply(451, "4.4.2", "the connection to the next hop is gone");
  }

  private void giveBack() {
    line.ifPresent(held -> held.hop().giveBack(held.lease()));
    line = Optional.empty();
  }
}
