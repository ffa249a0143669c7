package org.postern.gateway.relay;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
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

  private static final Reply GONE =
      new Reply(451, "4.4.2", "the connection to the next hop is gone");

  private final Relay relay;
  private final Route route;
  private final boolean counted;
  private volatile Optional<Line> line = Optional.empty(); // for `cut`
  private final Set<Recipient> taken = new LinkedHashSet<>(); // in the transaction that is open
  private boolean eightBitHeaders;

  RelaySession(Relay relay, Route route, boolean counted) {
    this.relay = relay;
    this.route = route;
    this.counted = counted;
  }

  /// A reply, and whose words it has. 421, which ends the conversation with the next hop and not
  /// the one with the sender, is 451 in all of them.
  public sealed interface Said {
    Reply reply();

    /// The word of the next hop on the message.
    record OfMessage(Reply reply, NextHop host) implements Said {}
  }

  /// What MAIL and RCPT got.
  public sealed interface Answer extends Said {

    /// The word of the next hop on the recipient.
    record OfRecipient(Reply reply, NextHop host) implements Answer {}

    /// The next hop refused MAIL.
    record OfSender(Reply reply, NextHop host) implements Answer {}

    /// Our words: what the next hop offers does not suffice for such an address or message.
    record Unfit(Reply reply) implements Answer {}

    /// Our words, which may name hosts and are not for strangers: no next hop said anything.
    record Silence(Reply reply) implements Answer {}
  }

  /// Connects where there is no connection yet, and says MAIL and the first RCPT. The reply is that
  /// of MAIL when it was refused, else that of RCPT.
  public Reply begin(MailFrom from, Recipient first) {
    return ask(from, first).reply();
  }

  /// The same, and who said it to what.
  public Answer ask(MailFrom from, Recipient first) {
    taken.clear();
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
  public Answer rcpt(Recipient recipient) {
    if (line.isEmpty()) {
      return new Answer.Silence(GONE);
    }
    Line held = line.get();
    SmtpConnection connection = held.connection();
    Optional<Reply> unfit = Fitting.address(recipient.address(), connection.extensions());
    if (unfit.isPresent()) {
      return new Answer.Unfit(unfit.get());
    }
    try {
      Reply reply = connection.rcpt(recipient);
      note(recipient, reply);
      if (!connection.usable()) {
        giveBack();
      }
      return new Answer.OfRecipient(goOn(reply), held.next());
    } catch (IOException e) {
      return new Answer.Silence(lost(held, e));
    }
  }

  /// Whom the next hop took in the transaction that is open there. Empty where none is open, and
  /// where nobody knows any more: the message goes to exactly these.
  public Set<Recipient> taken() {
    return Set.copyOf(taken);
  }

  /// The message; the reply is the last word of the next hop.
  public Said data(Payload payload) {
    if (line.isEmpty()) {
      return new Answer.Silence(GONE);
    }
    Line held = line.get();
    var offered = held.connection().extensions();
    Optional<Reply> unfit = Fitting.message(payload, offered);
    if (unfit.isPresent()) {
      return new Answer.Unfit(unfit.get());
    }
    if (eightBitHeaders && !offered.smtputf8() && Fitting.eightBitHeader(payload)) {
      return new Answer.Unfit(Fitting.NEEDS_UTF8);
    }
    taken.clear();
    try {
      return new Said.OfMessage(goOn(held.connection().data(payload)), held.next());
    } catch (IOException e) {
      return new Answer.Silence(lost(held, e));
    }
  }

  /// Gives the transaction up; the connection stays for the next `begin`.
  public void rset() {
    taken.clear();
    if (line.isPresent()) {
      Line held = line.get();
      try {
        var _ = held.connection().rset(); // what it says changes nothing
      } catch (IOException e) {
        var _ = lost(held, e);
      }
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
      answer = new Answer.Silence(lost(held, e));
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
    begun.rcpt().ifPresent(reply -> note(first, reply));
    return begun
        .rcpt()
        .<Answer>map(rcpt -> new Answer.OfRecipient(goOn(rcpt), held.next()))
        .orElseGet(() -> new Answer.OfSender(goOn(begun.mail()), held.next()));
  }

  private void note(Recipient recipient, Reply reply) {
    if (reply.positive()) {
      taken.add(recipient);
    }
  }

  private Reply lost(Line held, IOException why) {
    giveBack();
    return new Reply(451, "4.4.2", held.next() + ": " + why.getMessage());
  }

  // 421 ends the conversation with the next hop, not the one with the sender.
  private static Reply goOn(Reply reply) {
    return reply.code() == 421 ? new Reply(451, reply.status(), reply.lines()) : reply;
  }

  private void giveBack() {
    taken.clear();
    line.ifPresent(held -> held.hop().giveBack(held.lease()));
    line = Optional.empty();
  }
}
