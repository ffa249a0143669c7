package org.postern.gateway.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Stage;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.recipients.Meaning;
import org.postern.gateway.recipients.RecipientCheck;
import org.postern.gateway.relay.Relay;
import org.postern.gateway.relay.RelaySession;
import org.postern.gateway.relay.RelaySession.Answer;
import org.postern.gateway.relay.Route;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.MessageReply;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A transaction of a domain in proxy mode: the next hop answers each RCPT, both stages run before
/// the reply, the message is handed on within the sender's transaction, and its 250 is given only
/// after the next hop's. Nothing is queued. One thread: the session's.
final class ProxyTransaction {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyTransaction.class);

  private static final Reply BROKE_OFF =
      new Reply(451, "4.4.2", "The recipient's mail server broke off, try again later");

  private final GateSettings settings;
  private final Refusals refusals;
  private final Transaction transaction;
  private final Visit visit;
  private final Relay relay;
  private final Examination examination;
  private final Disposal disposal;
  private final MailTrack track;
  private final ByteBudget inFlight;
  private final Clock clock;
  private Optional<Upstream> upstream = Optional.empty();

  private record Upstream(Route route, RelaySession session) {}

  ProxyTransaction(
      GateSettings settings,
      Transaction transaction,
      Visit visit,
      Relay relay,
      Examination examination,
      Disposal disposal,
      MailTrack track,
      ByteBudget inFlight,
      Clock clock) {
    this.settings = settings;
    this.refusals = new Refusals(settings.publicUrl());
    this.transaction = transaction;
    this.visit = visit;
    this.relay = relay;
    this.examination = examination;
    this.disposal = disposal;
    this.track = track;
    this.inFlight = inFlight;
    this.clock = clock;
  }

  /// What is said to RCPT.
  ///
  /// @param unknown whether the next hop said that there is no such recipient
  record Word(Reply reply, boolean unknown) {}

  /// Asks the next hop; its answer is ours.
  Word rcpt(Addressee addressee) {
    RelaySession next = session(addressee);
    // MAIL is said anew with each recipient until one is taken.
    Answer answer = offer(next, addressee.recipient(), next.taken().isEmpty());
    boolean unknown =
        answer instanceof Answer.OfRecipient(Reply reply, var _)
            && Meaning.of(reply) == Meaning.UNKNOWN;
    return new Word(said(answer), unknown);
  }

  // The session of an earlier recipient serves only where the next hops are the same: that one may
  // have been refused, and this one belong to somebody else.
  private RelaySession session(Addressee addressee) {
    Route route = addressee.way();
    if (upstream.filter(held -> held.route().sameWay(route)).isEmpty()) {
      abandon();
      upstream = Optional.of(new Upstream(route, relay.session(route)));
    }
    return upstream.orElseThrow().session();
  }

  /// Examines the message and hands it on.
  MessageReply message(Envelope envelope, MessageData data) {
    long size = data.size();
    boolean reserved = false;
    try (data) {
      reserved =
          examination.ask(data, visit, transaction.auth(), inFlight, settings.patience())
              && inFlight.acquire(size, settings.patience());
      return reserved
          ? handOn(examination.read(envelope, data.bytes(), visit, transaction.auth()))
          : refused(envelope, size, refusals.busy(envelope.ref()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused(envelope, size, refusals.busy(envelope.ref()));
    } catch (IOException | RuntimeException e) { // the edge: the sender is told, and the log
      LOG.error("id={} event=hand-on-failed", envelope.ref(), e);
      return refused(envelope, size, refusals.broken(envelope.ref()));
    } finally {
      if (reserved) {
        inFlight.release(size);
      }
      abandon();
    }
  }

  /// The sender gave up, or this is over. The connection to the next hop stays for others.
  void abandon() {
    upstream.ifPresent(held -> held.session().close());
    upstream = Optional.empty();
  }

  private MessageReply handOn(Examined read) throws IOException {
    List<Addressee> addressees = transaction.addressees();
    Examined mail = read;
    if (Reading.hops(mail) > settings.maxHops()) {
      return refused(mail.envelope(), mail.octets().length, refusals.loop(transaction.ref()));
    }
    Sorting sorting = Sorting.all(addressees);
    if (examination.wanted(addressees)) {
      mail = examination.examine(mail, Stage.PRELIMINARY);
      sorting =
          Sorting.byVerdict(mail, transaction, refusals)
              .byAdmission(mail, transaction, visit, refusals);
      if (!sorting.taken().isEmpty()) {
        mail = examination.examineFully(mail, addressees);
        sorting = sorting.and(Sorting.byVerdict(mail, transaction, refusals));
      }
    }
    List<Judged> everybody = new ArrayList<>(examination.refuse(mail, sorting));
    List<Judged> judged = examination.judge(mail, sorting.taken());
    everybody.addAll(judged);
    examination.keep(mail, everybody);
    Reply reply = judged.isEmpty() ? Passage.accepted(transaction.ref()) : dispose(mail, judged);
    MessageReply answer = transaction.answer(sorting, reply);
    examination.learn(mail, everybody, sorting, answer);
    return answer;
  }

  // The next hop comes first: while its answer can still be a refusal nothing may have been kept,
  // or the sender's next attempt would keep it
  // twice.
  private Reply dispose(Examined mail, List<Judged> judged) throws IOException {
    Map<Copy, List<Judged>> copies = new LinkedHashMap<>();
    List<Judged> held = new ArrayList<>();
    for (Judged one : judged) {
      switch (one.verdict().disposition()) {
        case Disposition.Deliver _ -> add(copies, mail, one, one.addressee().recipient(), "");
        case Disposition.Redirect to ->
            add(copies, mail, one, new Recipient(to.to(), one.addressee().recipient().dsn()), "");
        case Disposition.Mark mark ->
            add(copies, mail, one, one.addressee().recipient(), mark.subjectPrefix());
        case Disposition.Discard _ ->
            track.log(Rows.judged(clock.instant(), "discard", mail, one, "discard", ""));
        case Disposition.Hold _, Disposition.Strip _, Disposition.Reject _, Disposition.Defer _ ->
            held.add(one);
      }
    }
    Reply reply = Passage.accepted(transaction.ref());
    boolean taken = false;
    for (Map.Entry<Copy, List<Judged>> copy : copies.entrySet()) {
      List<Judged> some = copy.getValue();
      Reply said = deliver(mail, copy.getKey(), some);
      if (said.positive()) {
        reply = said;
        taken = true;
      } else if (taken) {
        // Somebody has it: a refusal now would bring it to them again. What is left is kept.
        held.addAll(some);
        reply = Passage.accepted(transaction.ref());
      } else {
        return said;
      }
    }
    if (!held.isEmpty()) {
      disposal.hold(mail, held);
    }
    return reply;
  }

  /// One rendition of the message: its header fields, the mark of its subject and, when redirected,
  /// where it goes instead.
  private record Copy(String fields, String mark, Optional<Recipient> instead) {}

  private void add(
      Map<Copy, List<Judged>> copies, Examined mail, Judged one, Recipient target, String mark) {
    Optional<Recipient> instead =
        target.equals(one.addressee().recipient()) ? Optional.empty() : Optional.of(target);
    String fields = disposal.fields(mail, one);
    copies.computeIfAbsent(new Copy(fields, mark, instead), _ -> new ArrayList<>()).add(one);
  }

  // The message goes to whom the next hop took in the transaction that is open there. Unless these
  // are the recipients of this copy and nobody else, that one is given up for another.
  private Reply deliver(Examined mail, Copy copy, List<Judged> recipients) {
    RelaySession next = session(recipients.getFirst().addressee());
    Set<Recipient> wanted = new LinkedHashSet<>();
    for (Judged one : recipients) {
      wanted.add(copy.instead().orElse(one.addressee().recipient()));
    }
    if (!next.taken().equals(wanted)) {
      boolean anew = true;
      for (Recipient recipient : wanted) {
        Answer answer = offer(next, recipient, anew);
        if (!answer.reply().positive()) {
          return delivered(mail, recipients, said(answer));
        }
        anew = false;
      }
    }
    byte[] octets =
        copy.mark().isEmpty()
            ? mail.octets()
            : Stamper.withSubjectPrefix(mail.mail().message(), copy.mark());
    byte[] fields = copy.fields().getBytes(StandardCharsets.UTF_8);
    Payload payload =
        new Payload(
            List.of(
                new Payload.Slice(fields, 0, fields.length),
                new Payload.Slice(octets, 0, octets.length)));
    return delivered(mail, recipients, said(next.data(payload)));
  }

  private Reply delivered(Examined mail, List<Judged> recipients, Reply reply) {
    String word = reply.positive() ? "delivered" : reply.temporary() ? "deferred" : "refused";
    for (Judged one : recipients) {
      track.log(Rows.judged(clock.instant(), "deliver", mail, one, word, reply.summary()));
    }
    return reply;
  }

  private Answer offer(RelaySession next, Recipient recipient, boolean anew) {
    return anew ? next.ask(transaction.from(), recipient) : next.rcpt(recipient);
  }

  // The words of the next hop are passed on as they are, ours have a reference.
  private Reply said(RelaySession.Said said) {
    return switch (said) {
      case Answer.OfRecipient _, Answer.OfSender _, RelaySession.Said.OfMessage _ -> said.reply();
      case Answer.Unfit _ -> refusals.referring(said.reply(), transaction.ref());
      case Answer.Silence(Reply why) -> {
        LOG.warn("id={} event=next-hop-silent why={}", transaction.ref(), why.summary());
        yield refusals.referring(neutral(why), transaction.ref());
      }
    };
  }

  private static Reply neutral(Reply why) {
    if (why.permanent()) {
      return RecipientCheck.CIRCLE;
    }
    return why.status().equals(BROKE_OFF.status()) ? BROKE_OFF : RecipientCheck.DOWN;
  }

  private MessageReply refused(Envelope envelope, long size, Reply reply) {
    String word = reply.temporary() ? "defer" : "reject";
    for (Addressee one : transaction.addressees()) {
      track.log(
          Rows.unexamined(clock.instant(), "data", envelope, one, size, word, reply.summary()));
    }
    return MessageReply.of(reply);
  }
}
