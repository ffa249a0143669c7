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
/// One thread at a time, `cut` apart. `close` gives the connection back; a transaction that was not
/// ended is given up.
public final class RelaySession implements AutoCloseable {

  private record Line(NextHop next, Hop hop, Hop.Lease.Granted lease) {
    SmtpConnection connection() {
      return lease.connection();
    }
  }

  private final Relay relay;
  private final Route route;
  private final boolean counted;
  private volatile Optional<Line> line = Optional.empty(); // for `cut`
  private boolean eightBitHeaders;

  RelaySession(Relay relay, Route route, boolean counted) {
    this.relay = relay;
    this.route = route;
    this.counted = counted;
  }

  /// What the beginning of a transaction got. 421, which ends the conversation with the next hop
  /// and not the one with the sender, is 451 in all of them.
  public sealed interface Answer {
    Reply reply();

    /// The word of the next hop on the recipient.
    record OfRecipient(Reply reply, NextHop host) implements Answer {}

    /// The next hop refused MAIL.
    record OfSender(Reply reply, NextHop host) implements Answer {}

    /// Our words: the next hop offers no way to say such an address.
    record Unfit(Reply reply) implements Answer {}

    /// Our words: no next hop said anything about the recipient.
    record Silence(Reply reply) implements Answer {}
  }

  /// Connects where there is no connection yet, and says MAIL and the first RCPT. The reply is that
  /// of MAIL when it was refused, else that of RCPT.
  public Reply begin(MailFrom from, Recipient first) {
    return ask(from, first).reply();
  }

  /// The same, and who said it to what.
  public Answer ask(MailFrom from, Recipient first) {
    Answer last = new Answer.Silence(new Reply(451, "4.4.4", "no next hop"));
    for (NextHop next : relay.inOrder(route.hops())) {
      if (relay.isOurselves(next)) {
        return new Answer.Silence(Relay.LOOP);
      }
      Hop hop = relay.hop(next, route.tls());
      Started started =
          line.isPresent() ? start(from, first) : start(hop.lease(counted), next, hop, from, first);
      if (started.stale()) {
        started = start(hop.leaseFresh(counted), next, hop, from, first);
      }
      last = started.answer();
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

  /// Breaks the connection, so that whoever waits for an answer gets none; any thread may do so.
  public void cut() {
    line.ifPresent(held -> held.connection().close());
  }

  /// The next hop that is connected.
  public Optional<NextHop> host() {
    return line.map(Line::next);
  }

  @Override
  public void close() {
    giveBack();
  }

  // Where there was no answer the line is gone.
  private record Started(Answer answer, boolean stale) {}

  private Started start(Hop.Lease lease, NextHop next, Hop hop, MailFrom from, Recipient first) {
    return switch (lease) {
      case Hop.Lease.Denied(Reply reply, boolean _) ->
          new Started(new Answer.Silence(goOn(reply)), false);
      case Hop.Lease.Granted granted -> {
        line = Optional.of(new Line(next, hop, granted));
        yield start(from, first);
      }
    };
  }

  private Started start(MailFrom from, Recipient first) {
    Line held = line.orElseThrow();
    boolean mayBeStale = held.lease().mayBeStale();
    Answer answer;
    try {
      answer = begin(held, from, first);
      if (held.connection().usable()) {
        return new Started(answer, false);
      }
    } catch (IOException e) {
      answer = new Answer.Silence(new Reply(451, "4.4.2", held.next() + ": " + e.getMessage()));
    }
    giveBack();
    return new Started(answer, mayBeStale);
  }

  private Answer begin(Line held, MailFrom from, Recipient first) throws IOException {
    SmtpConnection connection = held.connection();
    var offered = connection.extensions();
    Optional<Reply> sender = Fitting.sender(from.path(), offered);
    Optional<Reply> unfit = sender.isPresent() ? sender : Fitting.address(first.address(), offered);
    if (unfit.isPresent()) {
      return new Answer.Unfit(unfit.get());
    }
    eightBitHeaders = from.smtputf8();
    SmtpConnection.Begun begun = connection.mail(from, first);
    return begun
        .rcpt()
        .<Answer>map(rcpt -> new Answer.OfRecipient(goOn(rcpt), held.next()))
        .orElseGet(() -> new Answer.OfSender(goOn(begun.mail()), held.next()));
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
