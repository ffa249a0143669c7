package org.postern.gateway.gate;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.engine.verdict.Disposition;
import org.postern.gateway.spool.Progress;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MessageData;

/// Does with a judged message what each recipient's policy wants. What is held is held durably
/// before the message may leave the spool.
final class Disposal {

  private final Spool spool;
  private final Quarantine quarantine;
  private final Outbound outbound;
  private final MailTrack track;
  private final Stamper stamper;
  private final Clock clock;

  Disposal(
      Spool spool,
      Quarantine quarantine,
      Outbound outbound,
      MailTrack track,
      Stamper stamper,
      Clock clock) {
    this.spool = spool;
    this.quarantine = quarantine;
    this.outbound = outbound;
    this.track = track;
    this.stamper = stamper;
    this.clock = clock;
  }

  /// Disposes of a message in the spool, but for what is to be delivered: that is returned, for
  /// `forward`. When this throws, the message is still there and nothing was lost; doing it again
  /// is harmless.
  Spooled dispose(Spooled spooled, Examined mail, List<Judged> recipients) throws IOException {
    List<Judged> held = new ArrayList<>();
    List<Judged> marked = new ArrayList<>();
    List<Judged> discarded = new ArrayList<>();
    List<Pending> pending = new ArrayList<>();
    for (Judged one : recipients) {
      switch (one.verdict().disposition()) {
        case Disposition.Deliver _ -> pending.add(pending(mail, one, one.addressee().address()));
        case Disposition.Redirect redirect ->
            pending.add(pending(mail, one, redirect.to().toString()));
        case Disposition.Mark _ -> marked.add(one);
        case Disposition.Discard _ -> discarded.add(one);
        // After acceptance nobody can be refused: what would be is held. Nor is there a part to
        // strip for the checks of today.
        case Disposition.Hold _, Disposition.Reject _, Disposition.Defer _, Disposition.Strip _ ->
            held.add(one);
      }
    }
    hold(mail, held);
    mark(mail, marked);
    for (Judged one : discarded) {
      track.log(Rows.judged(clock.instant(), "discard", mail, one, "discard", ""));
    }
    // Not written down before the first attempt: after a crash the message is judged again and
    // comes out the same.
    Progress.Judged judged = new Progress.Judged(pending, false, mail.subject(), mail.messageId());
    return new Spooled(spooled.id(), spooled.envelope(), spooled.size(), judged);
  }

  /// Hands on what `dispose` left to deliver. Where nobody is left the queue has only to remove the
  /// message, however often that takes.
  void forward(Spooled rest) {
    outbound.submit(rest);
  }

  /// Puts the message into the quarantine of these recipients; durable when it returns.
  void hold(Examined mail, List<Judged> recipients) throws IOException {
    Map<TenantId, List<Held>> entries = new LinkedHashMap<>();
    Instant now = clock.instant();
    for (Judged one : recipients) {
      entries
          .computeIfAbsent(one.addressee().tenant(), _ -> new ArrayList<>())
          .add(held(mail, one, now));
    }
    for (List<Held> ofTenant : entries.values()) {
      quarantine.hold(ofTenant, mail.octets());
    }
    for (Judged one : recipients) {
      track.log(Rows.judged(now, "hold", mail, one, "hold", one.verdict().decidedBy().name()));
    }
  }

  private Pending pending(Examined mail, Judged one, String target) {
    return new Pending(
        one.addressee().recipient(),
        one.addressee().tenant().name(),
        one.verdict().category(),
        one.verdict().score(),
        fields(mail, one),
        target,
        0,
        mail.envelope().received(),
        "");
  }

  /// The header fields for this recipient's copy; only our Received where nothing was examined.
  String fields(Examined mail, Judged one) {
    return one.addressee().settings().analysis()
        ? stamper.fields(mail.envelope(), mail.mail().sender(), one.verdict())
        : stamper.received(mail.envelope(), mail.mail().sender().hostName());
  }

  // A marked message has other octets than the one in the spool, so it becomes a message of its
  // own. None is delivered before all are there: what is repeated after a failure must not have
  // happened.
  private void mark(Examined mail, List<Judged> marked) throws IOException {
    List<Spooled> copies = new ArrayList<>();
    boolean complete = false;
    try {
      for (Judged one : marked) {
        if (one.verdict().disposition() instanceof Disposition.Mark mark) {
          copies.add(copy(mail, one, mark.subjectPrefix()));
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        for (Spooled copy : copies) {
          spool.remove(copy);
        }
      }
    }
    copies.forEach(outbound::submit);
  }

  private Spooled copy(Examined mail, Judged one, String prefix) throws IOException {
    byte[] changed = Stamper.withSubjectPrefix(mail.mail().message(), prefix);
    Envelope envelope = mail.envelope().withRecipients(List.of(one.addressee().recipient()));
    Progress.Judged judged =
        new Progress.Judged(
            List.of(pending(mail, one, one.addressee().address())),
            false,
            prefix + " " + mail.subject(),
            mail.messageId());
    return spool.commit(envelope, MessageData.of(changed), judged);
  }

  private static Held held(Examined mail, Judged one, Instant now) {
    return new Held(
        one.addressee().tenant(),
        mail.envelope().ref().value(),
        mail.envelope().received(),
        one.addressee().address(),
        mail.envelope().from().path().toString(),
        mail.subject(),
        mail.messageId(),
        one.verdict().category(),
        one.verdict().score(),
        mail.octets().length,
        HeldEnvelope.write(mail.envelope(), one.addressee().recipient()),
        now.plus(one.addressee().settings().retention(one.verdict().category())));
  }
}
