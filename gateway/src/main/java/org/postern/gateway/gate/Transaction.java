package org.postern.gateway.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.auth.Authenticator;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.MessageReply;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.TlsInfo;

/// One mail transaction of a session, from MAIL to its reply. One thread: the session's.
final class Transaction {

  private final Reference ref;
  private final MailFrom from;
  private Optional<Authenticator.Pending> auth = Optional.empty();
  private final Instant begun;
  private final List<Addressee> addressees = new ArrayList<>();
  private final List<Integer> commands = new ArrayList<>(); // the addressee of each accepted RCPT
  private boolean dataBegun;
  private boolean answered;

  Transaction(Reference ref, MailFrom from, Instant begun) {
    this.ref = ref;
    this.from = from;
    this.begun = begun;
  }

  Reference ref() {
    return ref;
  }

  MailFrom from() {
    return from;
  }

  /// The authentication of its sender, begun with the first recipient that wants it.
  Optional<Authenticator.Pending> auth() {
    return auth;
  }

  void authenticate(Optional<Authenticator.Pending> begun) {
    auth = begun;
  }

  List<Addressee> addressees() {
    return addressees;
  }

  /// Whether the recipient goes the way of those before it: one transaction is either queued, or
  /// handed to one next hop, and where it has one reply that suits all.
  boolean admits(Addressee next) {
    if (addressees.isEmpty()) {
      return true;
    }
    Addressee first = addressees.getFirst();
    return first.settings().mode() == next.settings().mode()
        && first.settings().analysis() == next.settings().analysis()
        && (individual() || first.refusesLike(next))
        && (!first.proxied() || first.goesLike(next));
  }

  /// Whether each recipient has a reply of its own at the end (PRDR).
  boolean individual() {
    return from.prdr();
  }

  /// What is said at the end.
  ///
  /// @param reply to those who take the message
  MessageReply answer(Sorting sorting, Reply reply) {
    if (sorting.refused().isEmpty()) {
      return MessageReply.of(reply);
    }
    List<Reply> each = new ArrayList<>(commands.size());
    for (int index : commands) {
      Sorting.No no = sorting.refused().get(addressees.get(index));
      each.add(no == null ? reply : no.reply());
    }
    // One refusal for all where nobody takes it: a temporary one brings it again.
    Reply last =
        each.stream()
            .filter(Reply::positive)
            .findFirst()
            .or(() -> each.stream().filter(Reply::temporary).findFirst())
            .orElse(each.getFirst());
    return new MessageReply(individual() ? each : List.of(), last);
  }

  /// Whether its message is handed on within the transaction.
  boolean proxied() {
    return !addressees.isEmpty() && addressees.getFirst().proxied();
  }

  void dataBegins() {
    dataBegun = true;
  }

  boolean dataBegun() {
    return dataBegun;
  }

  /// The log has a row for every recipient.
  void answered() {
    answered = true;
  }

  /// Whether it has recipients of whom the log does not know what became.
  boolean unanswered() {
    return !answered && !addressees.isEmpty();
  }

  /// The same recipient twice is one recipient: notes the command, and tells whether it is known.
  boolean repeats(Recipient recipient) {
    for (int i = 0; i < addressees.size(); i++) {
      if (addressees.get(i).recipient().address().equals(recipient.address())) {
        commands.add(i);
        return true;
      }
    }
    return false;
  }

  void add(Addressee addressee) {
    commands.add(addressees.size());
    addressees.add(addressee);
  }

  Envelope envelope(Client client, Hello hello, Optional<TlsInfo> tls) {
    return new Envelope(
        ref,
        client,
        hello,
        tls,
        from,
        addressees.stream().map(Addressee::recipient).toList(),
        begun);
  }
}
