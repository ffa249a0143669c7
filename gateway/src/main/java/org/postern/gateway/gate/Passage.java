package org.postern.gateway.gate;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postern.engine.verdict.Stage;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.spool.SpoolFull;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.MessageReply;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of a queued message from its last dot to its disposal: read, examine early, refuse or
/// commit, and after the reply: examine fully, judge, dispose. Thread-safe.
final class Passage {

  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

  private static final int AT_ONCE = Math.max(16, 4 * Runtime.getRuntime().availableProcessors());

  private final GateSettings settings;
  private final Refusals refusals;
  private final Examination examination;
  private final Spool spool;
  private final Fitting fitting;
  private final Disposal disposal;
  private final MailTrack track;
  private final ByteBudget inFlight;
  private final Executor workers;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final Semaphore examining = new Semaphore(AT_ONCE);
  private final Semaphore resuming = new Semaphore(AT_ONCE);
  private final Queue<Left> left = new ConcurrentLinkedQueue<>();

  /// A message of which nobody takes care yet.
  private record Left(Spooled spooled, List<Addressee> addressees) {}

  Passage(
      GateSettings settings,
      Examination examination,
      Spool spool,
      Fitting fitting,
      Disposal disposal,
      MailTrack track,
      ByteBudget inFlight,
      Executor workers,
      ScheduledExecutorService timer,
      Clock clock) {
    this.settings = settings;
    this.refusals = new Refusals(settings.publicUrl());
    this.examination = examination;
    this.spool = spool;
    this.fitting = fitting;
    this.disposal = disposal;
    this.track = track;
    this.inFlight = inFlight;
    this.workers = workers;
    this.timer = timer;
    this.clock = clock;
  }

  /// What is known of the next hops of a recipient.
  interface Fitting {

    /// Why none of them takes these octets; empty where one might.
    Optional<Reply> unfit(byte[] octets, Addressee addressee);
  }

  /// Answers the final dot.
  MessageReply receive(Envelope envelope, Transaction transaction, MessageData data, Visit visit) {
    List<Addressee> addressees = transaction.addressees();
    long size = data.size();
    boolean reserved = false;
    boolean handedOn = false;
    try {
      reserved =
          examination.ask(data, visit, transaction.auth(), inFlight, settings.patience())
              && inFlight.acquire(size, settings.patience());
      if (!reserved) {
        return refused(envelope, addressees, size, refusals.busy(envelope.ref()));
      }
      Examined mail = examination.read(envelope, data.bytes(), visit, transaction.auth());
      if (Reading.hops(mail) > settings.maxHops()) {
        return refused(envelope, addressees, size, refusals.loop(envelope.ref()));
      }
      boolean wanted = examination.wanted(addressees);
      mail = wanted ? examination.examine(mail, Stage.PRELIMINARY) : mail;
      Sorting sorting = wanted ? sorted(mail, transaction, visit) : Sorting.all(addressees);
      List<Judged> refused = examination.refuse(mail, sorting);
      List<Addressee> taken = sorting.taken();
      if (taken.isEmpty()) {
        examination.keep(mail, refused);
        MessageReply answer = transaction.answer(sorting, accepted(envelope.ref()));
        examination.learn(mail, refused, sorting, answer);
        return answer;
      }
      Optional<Reply> unfit = unfit(mail, taken);
      if (unfit.isPresent()) {
        return refused(envelope, addressees, size, refusals.referring(unfit.get(), envelope.ref()));
      }
      Examined accepted = refused.isEmpty() ? mail : mail.to(taken);
      Spooled spooled = commit(accepted, data);
      handedOn = true;
      work(spooled, size, () -> proceed(spooled, size, () -> accepted, taken, refused, () -> {}));
      return transaction.answer(sorting, accepted(envelope.ref()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused(envelope, addressees, size, refusals.busy(envelope.ref()));
    } catch (SpoolFull e) {
      LOG.warn("id={} event=no-room why={}", envelope.ref(), e.getMessage());
      return refused(envelope, addressees, size, refusals.noRoom(envelope.ref()));
    } catch (IOException | RuntimeException e) { // the edge: the sender is told, and the log
      LOG.error("id={} event=receive-failed", envelope.ref(), e);
      return refused(envelope, addressees, size, refusals.broken(envelope.ref()));
    } finally {
      if (!handedOn) {
        inFlight.release(reserved ? size : 0);
        data.close();
      }
    }
  }

  private Sorting sorted(Examined mail, Transaction transaction, Visit visit) {
    return Sorting.byVerdict(mail, transaction, refusals)
        .byAdmission(mail, transaction, visit, refusals);
  }

  // Better no than a bounce, where the next hops of all recipients have told that they do not take
  // such octets.
  private Optional<Reply> unfit(Examined mail, List<Addressee> addressees) {
    Optional<Reply> unfit = Optional.empty();
    for (Addressee one : addressees) {
      unfit = fitting.unfit(mail.octets(), one);
      if (unfit.isEmpty()) {
        return unfit;
      }
    }
    return unfit;
  }

  static Reply accepted(Reference ref) {
    return new Reply(250, "2.0.0", "Accepted (ref " + ref + ")");
  }

  /// Takes up what a crash or a failure left behind: a few at a time, however many there are.
  void resume(Spooled spooled, List<Addressee> addressees) {
    left.add(new Left(spooled, addressees));
    resumeNext();
  }

  private void resumeNext() {
    while (!left.isEmpty() && resuming.tryAcquire()) {
      Optional<Left> next = Optional.ofNullable(left.poll());
      if (next.isEmpty()) {
        resuming.release(); // somebody was faster; whoever adds one comes here again
        continue;
      }
      Spooled spooled = next.get().spooled();
      work(spooled, 0, () -> resume(next.get()));
    }
  }

  private void resume(Left next) {
    Spooled spooled = next.spooled();
    if (reserve(spooled.size())) {
      proceed(
          spooled,
          spooled.size(),
          () -> read(spooled, next.addressees()),
          next.addressees(),
          List.of(),
          this::resumedOne);
    } else {
      again(spooled, next.addressees(), Optional.empty());
      resumedOne();
    }
  }

  private void resumedOne() {
    resuming.release();
    resumeNext();
  }

  // At the end of the program nothing is begun any more: the message is there after the next start.
  private void work(Spooled spooled, long reserved, Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      inFlight.release(reserved);
      LOG.info("id={} event=left-in-spool", spooled.envelope().ref());
    }
  }

  private Examined read(Spooled spooled, List<Addressee> addressees) throws IOException {
    boolean wanted = examination.wanted(addressees);
    Examined mail = examination.reread(spooled.envelope(), spool.body(spooled), wanted);
    return wanted ? examination.examine(mail, Stage.PRELIMINARY) : mail;
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
  private void proceed(
      Spooled spooled,
      long reserved,
      Early early,
      List<Addressee> addressees,
      List<Judged> refused,
      Runnable whenExamined) {
    try {
      Done done = dispose(spooled, reserved, early, addressees, refused, whenExamined);
      disposal.forward(done.rest());
      examination.learn(done.mail(), done.judged()); // at the end, as the rest may be repeated
    } catch (IOException | RuntimeException | Error e) {
      again(spooled, addressees, Optional.of(e));
    }
  }

  /// A message of which only the delivery is left.
  private record Done(Spooled rest, Examined mail, List<Judged> judged) {}

  // The room in flight is given back before the delivery: next hops may be slow, and what waits for
  // them has limits of its own.
  private Done dispose(
      Spooled spooled,
      long reserved,
      Early early,
      List<Addressee> addressees,
      List<Judged> refused,
      Runnable whenExamined)
      throws IOException {
    try {
      Examined mail = examined(early, addressees, whenExamined);
      List<Judged> judged = examination.judge(mail, addressees);
      List<Judged> everybody = new ArrayList<>(refused);
      everybody.addAll(judged);
      examination.keep(mail, everybody);
      return new Done(disposal.dispose(spooled, mail, judged), mail, everybody);
    } finally {
      inFlight.release(reserved);
    }
  }

  // Only as many as soon have their turn ask the engine: one that waited too long there would be
  // judged blind, and held, for no fault of its own.
  private Examined examined(Early early, List<Addressee> addressees, Runnable whenExamined)
      throws IOException {
    examining.acquireUninterruptibly();
    try {
      Examined mail = early.mail();
      return examination.wanted(addressees) ? examination.examineFully(mail, addressees) : mail;
    } finally {
      examining.release();
      whenExamined.run();
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

  private MessageReply refused(
      Envelope envelope, List<Addressee> addressees, long size, Reply reply) {
    String word = reply.temporary() ? "defer" : "reject";
    for (Addressee one : addressees) {
      track.log(
          Rows.unexamined(clock.instant(), "data", envelope, one, size, word, reply.summary()));
    }
    return MessageReply.of(reply);
  }
}
