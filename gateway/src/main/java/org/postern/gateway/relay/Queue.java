package org.postern.gateway.relay;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.postern.gateway.spool.Progress.Judged;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.track.MailTrack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers what is judged: at once, and when that fails again and again until the lifetime of the
/// domain is over. Every step is in the spool before the next one is made.
///
/// Thread-safe: each message has a lock of its own. Attempts run on virtual threads, as many as
/// `Lanes` lets.
public final class Queue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Queue.class);
  private static final Duration DISK_PAUSE = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Spool spool;
  private final Relay relay;
  private final Routes routes;
  private final Witness witness;
  private final QueueSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Attempts attempts;
  private final Lanes lanes;
  private final Settlement settlement;
  private final ConcurrentHashMap<Long, Job> jobs = new ConcurrentHashMap<>();
  private final Set<Route> troubled = ConcurrentHashMap.newKeySet();
  private final Alarms alarms = new Alarms();
  private volatile boolean stopped;
  private boolean restored; // of the thread that starts the gateway

  /// @param host the name of this gateway, for notifications
  /// @param relay owned by the caller
  /// @param random thread-safe
  public Queue(
      String host,
      Spool spool,
      Relay relay,
      Routes routes,
      Composer composer,
      Witness witness,
      MailTrack track,
      QueueSettings settings,
      InstantSource clock,
      RandomGenerator random) {
    this.spool = spool;
    this.relay = relay;
    this.routes = routes;
    this.attempts = new Attempts(spool, relay, composer);
    this.witness = witness;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.lanes = new Lanes(settings.parallel(), settings.perRoute());
    var notifier = new Notifier(host, spool, routes, track, clock, random);
    this.settlement = new Settlement(spool, notifier, track, settings, clock, random);
  }

  /// Takes up what the spool holds and tries again what is due, from now on.
  public void start() {
    restore();
    Thread.ofVirtual().name("queue").start(this::runForever);
  }

  /// Delivers a judged message, on this thread where there is room: when it returns the first
  /// attempt is over, or the message waits for its turn. Never throws for what a next hop does.
  public void deliver(Spooled message) {
    enqueue(message).ifPresent(job -> dispatch(job, true));
  }

  /// Delivers a judged message on another thread.
  public void submit(Spooled message) {
    enqueue(message).ifPresent(job -> dispatch(job, false));
  }

  /// Takes up the judged messages of the spool, once: what comes later is given to the queue.
  /// Before messages come in, or one of them would be taken for what an earlier run left.
  public void restore() {
    if (restored) {
      return;
    }
    restored = true;
    for (Spooled message : spool.list()) {
      if (message.progress() instanceof Judged judged) {
        boolean done = judged.pending().isEmpty(); // a crash came before its removal
        enqueue(message).ifPresent(done ? job -> dispatch(job, false) : this::schedule);
      }
    }
  }

  /// Starts every attempt whose time has come.
  public void tick() {
    Instant now = clock.instant();
    for (Optional<Job> job = alarms.next(now); job.isPresent(); job = alarms.next(now)) {
      if (stopped) {
        return;
      }
      dispatch(job.get(), false);
    }
  }

  /// What waits, the next attempts first.
  public List<QueueEntry> list() {
    return entries(_ -> true);
  }

  /// What waits of one message.
  public List<QueueEntry> show(String ref) {
    return entries(job -> ref(job).equals(ref));
  }

  /// Tries all recipients of a message now, whatever was known about its next hops; tells how many.
  public int retry(String ref) {
    return retry(job -> ref(job).equals(ref));
  }

  /// Tries everything now.
  public int retryAll() {
    return retry(_ -> true);
  }

  /// Gives up all recipients of a message without telling the sender; an attempt under way is not
  /// stopped. Tells how many.
  public int delete(String ref) {
    int count = 0;
    for (Job job : jobs.values()) {
      if (ref(job).equals(ref)) {
        count += delete(job);
      }
    }
    return count;
  }

  /// Starts nothing more and waits for what runs; the rest stays in the spool. False when time was
  /// up first.
  public boolean drain(Duration patience) throws InterruptedException {
    stopped = true;
    boolean idle = lanes.stop(patience);
    writeDown();
    return idle;
  }

  // What a failing disk kept from being written: without it the next start would deliver again.
  private void writeDown() {
    for (Job job : jobs.values()) {
      job.lock.lock();
      try {
        if (job.unsaved() && !job.gone() && settlement.save(job)) {
          jobs.remove(job.message().id());
        }
      } finally {
        job.lock.unlock();
      }
    }
  }

  /// Starts nothing more; what is changed from here on is for the next start.
  @Override
  public void close() {
    stopped = true;
  }

  private Optional<Job> enqueue(Spooled message) {
    if (!(message.progress() instanceof Judged judged)) {
      throw new IllegalArgumentException("not judged yet: " + message.envelope().ref());
    }
    Job job = new Job(message, judged);
    return jobs.putIfAbsent(message.id(), job) == null ? Optional.of(job) : Optional.empty();
  }

  // The last batch runs on this thread, where the caller has time for it.
  private void dispatch(Job job, boolean here) {
    List<Batch> batches = take(job);
    for (int i = 0; i < batches.size(); i++) {
      Batch batch = batches.get(i);
      Runnable attempt = () -> attempt(job, batch);
      if (!here || i < batches.size() - 1) {
        lanes.start(batch.route(), attempt);
      } else if (!lanes.run(batch.route(), attempt)) {
        park(job);
      }
    }
  }

  private List<Batch> take(Job job) {
    job.lock.lock();
    try {
      if (job.gone()) {
        return List.of();
      }
      boolean unwritten = job.unsaved() || job.slots().isEmpty();
      if (unwritten && settlement.save(job)) {
        jobs.remove(job.message().id());
        return List.of();
      }
      List<Job.Slot> slots = job.take(clock.instant());
      Batch.Division division = Batch.divide(slots, routes, settings.recipients());
      if (!division.lost().isEmpty()) {
        var results = Attempts.unrouted(division.lost().size());
        settle(job, division.lost(), results, Settlement.DEFAULT_LIFETIME);
      }
      schedule(job);
      return division.batches();
    } finally {
      job.lock.unlock();
    }
  }

  private void attempt(Job job, Batch batch) {
    List<RecipientResult> results = attempts.make(job.message(), batch);
    for (int i = 0; i < results.size(); i++) {
      witness.delivered(Targets.of(batch.slots().get(i).pending()), results.get(i));
    }
    settle(job, batch.slots(), results, batch.route().lifetime());
    boolean unreachable =
        results.stream()
            .allMatch(r -> r instanceof RecipientResult.Temporary && r.host().isEmpty());
    if (unreachable) {
      troubled.add(batch.route());
    } else if (!troubled.isEmpty() && troubled.remove(batch.route())) {
      hasten(batch.route());
    }
  }

  private void settle(
      Job job, List<Job.Slot> slots, List<RecipientResult> results, Duration lifetime) {
    List<Spooled> notifications;
    job.lock.lock();
    try {
      notifications = settlement.settle(job, slots, results, lifetime);
      if (job.gone()) {
        jobs.remove(job.message().id());
      } else {
        schedule(job);
      }
    } finally {
      job.lock.unlock();
    }
    notifications.forEach(this::submit);
  }

  // A host is back: what waited for it need not wait for its hour, but should not come as one
  // wave either.
  private void hasten(Route route) {
    Instant now = clock.instant();
    LOG.info("next hop is back, what waits for it follows hop={}", route.hops().getFirst());
    for (Job job : jobs.values()) {
      job.lock.lock();
      try {
        boolean moved = false;
        for (Job.Slot slot : job.slots()) {
          boolean waits = !job.running(slot) && slot.pending().tries() > 0;
          if (waits && routes.to(targetDomain(slot.pending())).filter(route::equals).isPresent()) {
            slot.postpone(now.plusMillis(random.nextInt(10_000)));
            moved = true;
          }
        }
        if (moved) {
          schedule(job);
        }
      } finally {
        job.lock.unlock();
      }
    }
  }

  private int retry(Predicate<Job> which) {
    int count = 0;
    Instant now = clock.instant();
    for (Job job : jobs.values()) {
      if (!which.test(job)) {
        continue;
      }
      job.lock.lock();
      try {
        for (Job.Slot slot : job.slots()) {
          if (!job.running(slot)) {
            slot.postpone(now);
            routes.to(targetDomain(slot.pending())).ifPresent(relay::forgive);
            count++;
          }
        }
        if (stopped) {
          settlement.save(job); // for the next start
        }
      } finally {
        job.lock.unlock();
      }
      if (!stopped) {
        dispatch(job, false);
      }
    }
    return count;
  }

  private int delete(Job job) {
    job.lock.lock();
    try {
      List<Job.Slot> slots = job.slots();
      slots.forEach(slot -> settlement.delete(job, slot));
      if (!slots.isEmpty() && settlement.save(job)) {
        jobs.remove(job.message().id());
      } else if (job.unsaved()) {
        schedule(job);
      }
      return slots.size();
    } finally {
      job.lock.unlock();
    }
  }

  private List<QueueEntry> entries(Predicate<Job> which) {
    var entries = new ArrayList<QueueEntry>();
    for (Job job : jobs.values()) {
      if (which.test(job)) {
        job.lock.lock();
        try {
          job.slots().forEach(slot -> entries.add(QueueEntry.of(job, slot)));
        } finally {
          job.lock.unlock();
        }
      }
    }
    entries.sort(Comparator.comparing(QueueEntry::nextTry).thenComparing(QueueEntry::ref));
    return entries;
  }

  private static String ref(Job job) {
    return job.message().envelope().ref().value();
  }

  // Many wait, and their bodies fill the memory: those that do not run yet go to files.
  private void park(Job job) {
    if (spool.bytesInMemory() < settings.memory()) {
      return;
    }
    job.lock.lock();
    try {
      if (!job.gone() && !job.park()) {
        spool.park(job.message());
      }
    } catch (IOException e) {
      LOG.warn("id={} stays in memory, its file could not be written", ref(job), e);
    } finally {
      job.lock.unlock();
    }
  }

  private void schedule(Job job) {
    Optional<Instant> when =
        job.unsaved() ? Optional.of(clock.instant().plus(DISK_PAUSE)) : job.due();
    when.ifPresent(instant -> alarms.set(job, instant));
  }

  private void runForever() {
    while (!stopped) {
      try {
        Thread.sleep(TICK);
        tick();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) { // the edge: one bad message must not end all retries
        LOG.error("the queue stumbled and goes on", e);
      }
    }
  }

  private static String targetDomain(Pending pending) {
    return Targets.of(pending).domain();
  }
}
