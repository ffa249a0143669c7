package org.postern.gateway.relay;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.postern.gateway.relay.Notice.About;
import org.postern.gateway.relay.Notice.Kind;
import org.postern.gateway.relay.RecipientResult.Delivered;
import org.postern.gateway.relay.RecipientResult.Permanent;
import org.postern.gateway.relay.RecipientResult.Temporary;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows from the results of an attempt: who is done, who is tried again and when, what the
/// sender is told, what is logged; and that all of it is in the spool.
///
/// The notification is in the spool before the recipient is struck off, so that a crash between the
/// two tells the sender twice rather than never. The caller holds the lock of the job.
final class Settlement {

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  static final Duration DEFAULT_LIFETIME = DomainSettings.STANDARD.queueLifetime();
  private static final Duration NOTICE_PAUSE = Duration.ofMinutes(5);
  private static final String TIME_EXPIRED = "4.4.7"; // RFC 3463

  private final Spool spool;
  private final Notifier notifier;
  private final MailTrack track;
  private final QueueSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;

  Settlement(
      Spool spool,
      Notifier notifier,
      MailTrack track,
      QueueSettings settings,
      InstantSource clock,
      RandomGenerator random) {
    this.spool = spool;
    this.notifier = notifier;
    this.track = track;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  private record Ended(Job.Slot slot, About about) {}

  /// Works the results in; gives the notifications that are to be delivered now.
  List<Spooled> settle(
      Job job, List<Job.Slot> slots, List<RecipientResult> results, Duration lifetime) {
    Instant now = clock.instant();
    Instant end = job.message().envelope().received().plus(lifetime);
    var failed = new ArrayList<Ended>();
    var relayed = new ArrayList<Ended>();
    for (int i = 0; i < slots.size(); i++) {
      Job.Slot slot = slots.get(i);
      RecipientResult result = results.get(i);
      if (slot.deleted() && !(result instanceof Delivered)) {
        job.done(slot);
        continue;
      }
      var about = new About(slot.pending(), result, result.enhanced(), now, end);
      switch (result) {
        case Delivered delivered -> {
          log(job, slot, "delivered", result.status());
          if (passesOnSilently(delivered, slot.pending())) {
            relayed.add(new Ended(slot, about));
          } else {
            job.done(slot);
          }
        }
        case Permanent _ -> {
          log(job, slot, "bounced", result.status());
          failed.add(new Ended(slot, about));
        }
        case Temporary _ -> {
          if (now.isBefore(end)) {
            log(job, slot, "deferred", result.status());
            int tries = slot.pending().tries() + 1;
            slot.retry(
                settings.retries().next(now, tries, end, random.nextDouble()), result.status());
          } else {
            log(job, slot, "expired", result.status());
            failed.add(new Ended(slot, new About(slot.pending(), result, TIME_EXPIRED, now, end)));
          }
        }
      }
    }
    var notifications = new ArrayList<Spooled>();
    end(Kind.FAILED, job, failed, now).ifPresent(notifications::add);
    end(Kind.RELAYED, job, relayed, now).ifPresent(notifications::add);
    tellDelay(job, now, end).ifPresent(notifications::add);
    save(job);
    return notifications;
  }

  /// Writes down what remains; true when nothing does and the message is gone.
  boolean save(Job job) {
    try {
      if (job.slots().isEmpty()) {
        spool.remove(job.message());
        job.setGone();
        return true;
      }
      job.saved(spool.update(job.message(), job.progress()));
      if (!job.park()) {
        spool.park(job.message());
      }
    } catch (IOException e) {
      job.setUnsaved();
      LOG.error("id={} progress could not be written", job.message().envelope().ref(), e);
    }
    return false;
  }

  /// An operator does not want it delivered.
  void delete(Job job, Job.Slot slot) {
    job.delete(slot);
    log(job, slot, "discard", "deleted from the queue");
  }

  // NOTIFY=SUCCESS, and the next hop has not taken the duty over (RFC 3461 section 5.2.2).
  private static boolean passesOnSilently(Delivered result, Pending pending) {
    return !result.dsnPassedOn() && pending.recipient().dsn().events().contains(Dsn.Notify.SUCCESS);
  }

  // Where the notification finds no room, its recipients stay and come again.
  private Optional<Spooled> end(Kind kind, Job job, List<Ended> ended, Instant now) {
    if (ended.isEmpty()) {
      return Optional.empty();
    }
    Optional<Spooled> notification;
    try {
      notification =
          notifier.tell(
              kind, job.message(), job.judged(), ended.stream().map(Ended::about).toList());
    } catch (IOException | RuntimeException e) { // the edge: the message must not be stuck
      LOG.error(
          "id={} notification could not be written kind={}",
          job.message().envelope().ref(),
          kind,
          e);
      if (kind == Kind.FAILED) {
        ended.forEach(one -> one.slot().postpone(now.plus(NOTICE_PAUSE)));
        return Optional.empty();
      }
      notification = Optional.empty(); // taken by the next hop: a second copy would be worse
    }
    ended.forEach(one -> job.done(one.slot()));
    return notification;
  }

  private Optional<Spooled> tellDelay(Job job, Instant now, Instant end) {
    Instant since = job.message().envelope().received().plus(settings.delayNotice());
    if (job.delayNotified() || now.isBefore(since) || !now.isBefore(end)) {
      return Optional.empty();
    }
    var late = new ArrayList<About>();
    for (Job.Slot slot : job.slots()) {
      if (slot.pending().tries() > 0) {
        RecipientResult last = last(slot.pending());
        late.add(new About(slot.pending(), last, last.enhanced(), now, end));
      }
    }
    if (late.isEmpty()) {
      return Optional.empty();
    }
    try {
      var notification = notifier.tell(Kind.DELAYED, job.message(), job.judged(), late);
      job.setDelayNotified();
      return notification;
    } catch (IOException | RuntimeException e) { // the edge, as above
      LOG.warn("id={} delay notice not written", job.message().envelope().ref(), e);
      return Optional.empty();
    }
  }

  private static RecipientResult last(Pending pending) {
    String status = pending.lastStatus();
    String[] words = status.split(" ", 3);
    boolean known =
        words.length == 3
            && words[0].matches("4[0-9]{2}")
            && words[1].matches("4(\\.[0-9]{1,3}){2}");
    Reply reply =
        known
            ? new Reply(Integer.parseInt(words[0]), words[1], words[2])
            : new Reply(451, "4.0.0", status.isEmpty() ? "not delivered yet" : status);
    return new Temporary(reply, Optional.empty());
  }

  private void log(Job job, Job.Slot slot, String disposition, String status) {
    Envelope envelope = job.message().envelope();
    Pending pending = slot.pending();
    track.log(
        new LogRow(
            new TenantId(pending.tenant()),
            clock.instant(),
            envelope.ref().value(),
            disposition.equals("discard") ? "discard" : "deliver",
            envelope.client().ip(),
            envelope.hello().name(),
            envelope.from().path().toString(),
            pending.recipient().address().toString(),
            job.judged().subject(),
            job.judged().messageId(),
            job.message().size(),
            envelope.tls().map(Object::toString).orElse(""),
            pending.category().name(),
            pending.score(),
            disposition,
            status));
  }
}
