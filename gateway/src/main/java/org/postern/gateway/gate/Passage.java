package org.postern.gateway.gate;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postern.engine.verdict.Stage;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.spool.SpoolFull;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of a queued message from its last dot to its disposal: read, examine early, refuse or
/// commit, and after the reply: examine fully, judge, dispose. Thread-safe.
final class Passage {

  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

  private final GateSettings settings;
  private final Examination examination;
  private final Spool spool;
  private final Disposal disposal;
  private final MailTrack track;
  private final ByteBudget inFlight;
  private final Executor workers;
  private final ScheduledExecutorService timer;
  private final Clock clock;

  Passage(
      GateSettings settings,
      Examination examination,
      Spool spool,
      Disposal disposal,
      MailTrack track,
      ByteBudget inFlight,
      Executor workers,
      ScheduledExecutorService timer,
      Clock clock) {
    this.settings = settings;
    this.examination = examination;
    this.spool = spool;
    this.disposal = disposal;
    this.track = track;
    this.inFlight = inFlight;
    this.workers = workers;
    this.timer = timer;
    this.clock = clock;
  }

  /// Answers the final dot.
  Reply receive(Envelope envelope, List<Addressee> addressees, MessageData data) {
    long size = data.size();
    if (!reserve(size)) {
      data.close();
      return refused(envelope, addressees, size, Refusals.busy(envelope.ref()));
    }
    boolean handedOn = false;
    try {
      Examined mail = examination.read(envelope, data.bytes());
      if (Reading.hops(mail) > settings.maxHops()) {
        return refused(envelope, addressees, size, Refusals.loop(envelope.ref()));
      }
      if (examination.wanted(addressees)) {
        mail = examination.examine(mail, Stage.PRELIMINARY);
        Plan plan = Plan.of(mail.report(), addressees);
        switch (plan) {
          case Plan.RefuseAll all -> {
            return refused(mail, all.recipients(), Refusals.spam(envelope.ref()));
          }
          case Plan.DeferAll all -> {
            return refused(mail, all.recipients(), Refusals.notNow(envelope.ref()));
          }
          case Plan.Accept _ -> {}
        }
      }
      Spooled spooled = commit(mail, data);
      Examined accepted = mail;
      workers.execute(() -> proceed(spooled, () -> accepted, addressees, size));
      handedOn = true;
      return accepted(envelope.ref());
    } catch (SpoolFull e) {
      LOG.warn("id={} event=no-room why={}", envelope.ref(), e.getMessage());
      return refused(envelope, addressees, size, Refusals.noRoom(envelope.ref()));
    } catch (IOException | RuntimeException e) { // the edge: the sender is told, and the log
      LOG.error("id={} event=receive-failed", envelope.ref(), e);
      return refused(envelope, addressees, size, Refusals.broken(envelope.ref()));
    } finally {
      if (!handedOn) {
        inFlight.release(size);
        data.close();
      }
    }
  }

  static Reply accepted(Reference ref) {
    return new Reply(250, "2.0.0", "Accepted (ref " + ref + ")");
  }

  /// Takes up what a crash or a failure left behind.
  void resume(Spooled spooled, List<Addressee> addressees) {
    workers.execute(() -> {
      if (!reserve(spooled.size())) {
        again(spooled, addressees, Optional.empty());
        return;
      }
      proceed(spooled, () -> read(spooled, addressees), addressees, spooled.size());
    });
  }

  private Examined read(Spooled spooled, List<Addressee> addressees) throws IOException {
    Examined mail = examination.read(spooled.envelope(), spool.body(spooled));
    return examination.wanted(addressees) ? examination.examine(mail, Stage.PRELIMINARY) : mail;
  }

  private Spooled commit(Examined mail, MessageData data) throws IOException {
    boolean unchanged = mail.octets().length == data.size();
    if (unchanged) {
      return spool.commit(mail.envelope(), data);
    }
    Spooled spooled = spool.commit(mail.envelope(), MessageData.of(mail.octets()));
    data.close();
    return spooled;
  }

  private interface Early {
    Examined mail() throws IOException;
  }

  // Whatever breaks here, the message is in the spool and must not be forgotten there.
  private void proceed(Spooled spooled, Early early, List<Addressee> addressees, long size) {
    try {
      Examined mail = early.mail();
      if (examination.wanted(addressees)) {
        mail = examination.examine(mail, Stage.ACTIVE);
      }
      List<Judged> judged = examination.judge(mail, addressees);
      examination.remember(mail, judged);
      disposal.dispose(spooled, mail, judged);
    } catch (IOException | RuntimeException | Error e) {
      again(spooled, addressees, Optional.of(e));
    } finally {
      inFlight.release(size);
    }
  }

  // Tries later; at the end of the program that is after the next start.
  private void again(Spooled spooled, List<Addressee> addressees, Optional<Throwable> why) {
    Reference ref = spooled.envelope().ref();
    why.ifPresent(cause -> LOG.error("id={} event=disposal-failed", ref, cause));
    long delay = settings.retryExamination().toMillis();
    try {
      var _ = timer.schedule(() -> resume(spooled, addressees), delay, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.info("id={} event=left-in-spool", ref);
    }
  }

  private boolean reserve(long size) {
    try {
      return inFlight.acquire(size, settings.patience());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Reply refused(Examined mail, List<Judged> recipients, Reply reply) {
    examination.remember(mail, recipients);
    String word = reply.temporary() ? "defer" : "reject";
    for (Judged one : recipients) {
      track.log(Rows.judged(clock.instant(), "data", mail, one, word, reply.summary()));
    }
    return reply;
  }

  private Reply refused(Envelope envelope, List<Addressee> addressees, long size, Reply reply) {
    String word = reply.temporary() ? "defer" : "reject";
    for (Addressee one : addressees) {
      track.log(
          Rows.unexamined(clock.instant(), "data", envelope, one, size, word, reply.summary()));
    }
    return reply;
  }
}
