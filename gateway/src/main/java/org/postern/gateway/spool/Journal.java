package org.postern.gateway.spool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A journal with group commit: whoever appends waits for a flush, and all who wait share one.
///
/// Thread-safe: every file and every account of what counts belongs to one thread of the journal;
/// others hand it tickets through a queue. While nothing happens that thread sleeps.
final class Journal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /// One flush covers at most this many octets, and what one more record adds.
  private static final long BATCH_OCTETS = 8L << 20;

  /// Removals are handed to the system at once and forced with the next commit, or after this.
  private static final long LAZY = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long SWEEP_EVERY = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long RETRY = TimeUnit.SECONDS.toNanos(1);
  private static final long TICK = TimeUnit.MINUTES.toNanos(1);

  /// One record on its way to the disk.
  private static final class Ticket {
    final Frame frame;
    final @Nullable Kept kept;
    final CompletableFuture<Kept> done = new CompletableFuture<>();
    final Runnable afterwards;
    @Nullable Place place;

    Ticket(Frame frame, @Nullable Kept kept, Runnable afterwards) {
      this.frame = frame;
      this.kept = kept;
      this.afterwards = afterwards;
    }

    boolean lazy() {
      return frame.kind() == Frame.Kind.GONE;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Deque<Ticket> queue = new ArrayDeque<>();
  private boolean closing;

  private final SegmentLog log;
  private final Sweeper sweeper;
  private final Disk disk;
  private final long quietNanos;
  private final long tickNanos;
  private final Thread thread;
  private volatile Optional<Throwable> broken = Optional.empty();

  // of the journal's thread only
  private final List<Ticket> unforced = new ArrayList<>();
  private List<Ticket> carried = new ArrayList<>();
  private boolean sweepDue;
  private boolean changed;
  private long lastSweep = System.nanoTime();
  private long lastWork = lastSweep;
  private long lastTick = lastSweep;
  private long firstUnforced;
  private boolean failing;
  private List<Ticket> current = List.of();

  Journal(Disk disk, SpoolLimits limits, RandomGenerator random, Recovery recovery) {
    this.disk = disk;
    this.log = new SegmentLog(disk, limits.segmentOctets(), recovery.segments(), random);
    this.sweeper = new Sweeper(log, limits);
    this.quietNanos = limits.quiet().toNanos();
    this.tickNanos = Math.min(TICK, limits.deadAtMost().toNanos());
    sweeper.gatherSmall();
    this.sweepDue = !recovery.segments().isEmpty();
    this.thread = Thread.ofPlatform().daemon().name("spool-journal").start(this::run);
  }

  /// Appends a message; on the medium when it returns.
  Kept put(long id, byte[] head, byte[] body) throws IOException {
    return await(submit(new Ticket(Frame.of(Frame.Kind.PUT, id, head, body), null, () -> {})));
  }

  /// Appends progress; on the medium when it returns.
  void state(Kept kept, byte[] progress) throws IOException {
    await(submit(new Ticket(Frame.of(Frame.Kind.STATE, kept.id(), progress), kept, () -> {})));
  }

  /// Appends that a message is gone, and returns at once. `afterwards` runs on the journal's thread
  /// when this is on the medium.
  void gone(Kept kept, Runnable afterwards) throws IOException {
    Frame frame = SpoolCodec.gone(new Segment.Gone(kept.id(), kept.first()));
    submit(new Ticket(frame, kept, afterwards));
  }

  /// Reads the message back: head and body as they were given to `put`.
  byte[] read(Kept kept) throws IOException {
    while (true) {
      Place place = kept.put();
      try {
        return SegmentLog.read(disk, place).head();
      } catch (IOException e) {
        if (kept.put().equals(place)) { // else the sweeper moved it meanwhile
          throw e;
        }
      }
    }
  }

  private Ticket submit(Ticket ticket) throws IOException {
    lock.lock();
    try {
      if (broken.isPresent()) {
        throw new IOException("the journal of the spool has stopped", broken.get());
      }
      if (closing) {
        throw new IOException("the spool is closed");
      }
      queue.add(ticket);
      work.signal();
    } finally {
      lock.unlock();
    }
    return ticket;
  }

  private static Kept await(Ticket ticket) throws IOException {
    try {
      return ticket.done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SpoolFull full) {
        throw new SpoolFull(String.valueOf(full.getMessage()), full);
      }
      throw new IOException("the spool could not write", e.getCause());
    }
  }

  private void run() {
    try {
      while (true) {
        List<Ticket> batch = take();
        if (!batch.isEmpty()) {
          write(batch);
        } else if (closed()) {
          break;
        }
        care();
      }
      if (!carried.isEmpty()) {
        write(new ArrayList<>());
      }
      log.close();
      runAfterwards();
    } catch (IOException e) {
      LOG.warn("the journal of the spool could not be closed cleanly", e);
    } catch (RuntimeException | Error e) {
      LOG.error("the journal of the spool has stopped", e);
      stop(e);
    }
  }

  private boolean closed() {
    lock.lock();
    try {
      return closing && queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// The next batch; empty when there is something else to do.
  private List<Ticket> take() {
    List<Ticket> batch = new ArrayList<>();
    long patience = patience();
    lock.lock();
    try {
      while (queue.isEmpty() && !closing && patience > 0) {
        patience = work.awaitNanos(patience);
      }
      long octets = 0;
      while (!queue.isEmpty() && octets < BATCH_OCTETS) {
        Ticket ticket = queue.remove();
        octets += ticket.frame.length();
        batch.add(ticket);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody does, it is no reason to stop writing.
      LOG.warn("the journal's thread was interrupted");
    } finally {
      lock.unlock();
    }
    return batch;
  }

  /// How long the thread may sleep when no ticket comes.
  private long patience() {
    if (!carried.isEmpty()) {
      return RETRY;
    }
    if (!unforced.isEmpty()) {
      return LAZY;
    }
    if (sweepDue) {
      return SWEEP_EVERY;
    }
    if (changed) {
      return quietNanos;
    }
    return tickNanos;
  }

  private void write(List<Ticket> fresh) {
    List<Ticket> batch = carried;
    carried = new ArrayList<>();
    batch.addAll(fresh);
    current = batch;
    try {
      boolean force = false;
      for (Ticket ticket : batch) {
        ticket.place = log.append(ticket.frame);
        force |= !ticket.lazy();
      }
      if (force) {
        log.force();
      } else {
        log.drain();
      }
    } catch (IOException e) {
      failed(batch, e);
      return;
    }
    for (Ticket ticket : batch) {
      settle(ticket);
    }
    lastWork = System.nanoTime();
    failing = false;
  }

  private void settle(Ticket ticket) {
    Place place = java.util.Objects.requireNonNull(ticket.place);
    Kept kept = ticket.kept;
    long now = System.nanoTime();
    switch (ticket.frame.kind()) {
      case PUT -> {
        kept = new Kept(ticket.frame.id(), place.segment().number(), place);
        place.segment().hold(kept, place.length());
        ticket.done.complete(kept);
      }
      case STATE -> {
        Kept message = java.util.Objects.requireNonNull(kept);
        Place old = message.state();
        message.stateMoved(place);
        place.segment().hold(message, place.length());
        if (old != null) {
          Sweeper.release(message, old, now);
        }
        ticket.done.complete(message);
      }
      case GONE -> {
        Kept message = java.util.Objects.requireNonNull(kept);
        place.segment().gones().add(new Segment.Gone(message.id(), message.first()));
        forget(ticket, message, now);
        if (unforced.isEmpty()) {
          firstUnforced = now;
        }
        unforced.add(ticket);
      }
    }
  }

  /// Once only: a removal that could not be written is carried on and comes here again.
  private void forget(Ticket ticket, Kept message, long now) {
    if (!ticket.done.isDone()) {
      Sweeper.forget(message, now);
      ticket.done.complete(message);
      sweepDue = true;
      changed = true;
    }
  }

  private void failed(List<Ticket> batch, IOException why) {
    log.abandon();
    sweepDue = true;
    if (failing) {
      LOG.error("writing the journal of the spool still fails: {}", why.getMessage());
    } else {
      LOG.error("writing the journal of the spool failed; a new file is begun", why);
    }
    failing = true;
    IOException answer = DiskFull.translate(why);
    long now = System.nanoTime();
    for (Ticket ticket : unforced) {
      carried.add(ticket);
    }
    unforced.clear();
    for (Ticket ticket : batch) {
      if (ticket.place != null && ticket.place.durable()) {
        settle(ticket);
      } else if (ticket.lazy()) {
        forget(ticket, java.util.Objects.requireNonNull(ticket.kept), now);
        carried.add(ticket);
      } else {
        ticket.done.completeExceptionally(answer);
      }
    }
  }

  /// What is to be done between two batches.
  private void care() {
    long now = System.nanoTime();
    try {
      if (!carried.isEmpty() && now - lastWork >= RETRY) {
        lastWork = now;
        sweeper.step(now); // room, before anything new is written
        write(new ArrayList<>());
      }
      if (!unforced.isEmpty() && now - firstUnforced >= LAZY) {
        log.force();
      }
      runAfterwards();
      boolean tick = now - lastTick >= tickNanos;
      if (tick || (changed && now - lastWork >= quietNanos)) {
        lastTick = now;
        changed = false;
        sweeper.quiet(now);
        sweepDue = true;
      }
      if (sweepDue && now - lastSweep >= SWEEP_EVERY) {
        lastSweep = now;
        sweepDue = sweeper.step(now);
      }
    } catch (IOException e) {
      failed(List.of(), e);
      sweepDue = false;
    }
  }

  private void runAfterwards() {
    if (unforced.isEmpty()) {
      return;
    }
    unforced.removeIf(ticket -> {
      boolean durable = ticket.place != null && ticket.place.durable();
      if (durable) {
        ticket.afterwards.run();
      }
      return durable;
    });
  }

  private void stop(Throwable why) {
    List<Ticket> waiting;
    lock.lock();
    try {
      broken = Optional.of(why);
      waiting = new ArrayList<>(queue);
      queue.clear();
    } finally {
      lock.unlock();
    }
    waiting.addAll(current);
    for (Ticket ticket : waiting) {
      ticket.done.completeExceptionally(new IOException("the journal has stopped", why));
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the spool was closing", e);
    }
  }
}
