package org.postern.mail.dns;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A resolver whose servers may die without hurting those who ask.
///
/// Whether the servers are there is found out by one probe: at the start, and whenever an answer is
/// late. While nobody replies to the probe, every question is answered at once by what is in the
/// cache, else by [Answer.Why#NO_RESOLVER]; those who wait already are let go. The probe goes on in
/// the background until a server is heard again. A name whose own servers are slow does not bring
/// this about: the probe asks for another.
///
/// Failures are blamed on the name only while other names are answered: after several in a row they
/// too become [Answer.Why#NO_RESOLVER], since then the servers may have lost the rest of the world.
///
/// Servers that nobody named for this program must know the public DNS: those of a closed network
/// may deny every name there is, and mail would be refused on their word.
///
/// Thread-safe: the state is one volatile field that only the one thread of the probe writes.
public final class Guarded implements Resolver, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);
  private static final int DOUBTFUL = 5;

  private enum State {
    /// Since the start; the probe is under way.
    TRIAL,
    WELL,
    DEAD
  }

  /// How time is spent on finding out.
  ///
  /// @param late how long an answer may take before a probe is sent
  /// @param probe how long a probe waits
  /// @param pause the shortest time between probes; after vain ones it doubles
  /// @param longestPause up to this
  record Pace(Duration late, Duration probe, Duration pause, Duration longestPause) {
    static final Pace STANDARD =
        new Pace(
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10));
  }

  private final DnsSettings settings;
  private final DnsResolver resolver;
  private final Pace pace;
  private final boolean mustKnow;
  private final CompletableFuture<State> decided = new CompletableFuture<>();
  // Nothing was answered yet, so nothing is to be believed of failures.
  private final AtomicInteger failuresInRow = new AtomicInteger(DOUBTFUL);
  private final AtomicBoolean probing = new AtomicBoolean();
  private volatile State state = State.TRIAL;
  private volatile long lastProbe;
  private volatile boolean closed;
  private volatile Optional<Thread> prober = Optional.empty();

  private Guarded(DnsSettings settings, boolean mustKnow, Pace pace, Exchange.Asking exchange) {
    this.mustKnow = mustKnow;
    this.settings = settings;
    this.pace = pace;
    this.resolver = new DnsResolver(settings, this::heard, exchange);
  }

  /// A resolver that asks these servers; the first probe begins at once.
  public static Guarded start(DnsSettings settings) {
    return start(settings, false, Pace.STANDARD);
  }

  /// The same with servers that are only believed while they know the public DNS.
  public static Guarded startUnproven(DnsSettings settings) {
    return start(settings, true, Pace.STANDARD);
  }

  static Guarded start(DnsSettings settings, boolean mustKnow, Pace pace) {
    return start(settings, mustKnow, pace, new Exchange()::ask);
  }

  static Guarded start(
      DnsSettings settings, boolean mustKnow, Pace pace, Exchange.Asking exchange) {
    Guarded guarded = new Guarded(settings, mustKnow, pace, exchange);
    guarded.beginProbe();
    return guarded;
  }

  @Override
  public Answer lookup(String name, RecordType type, Duration atMost) {
    Optional<Question> question = Question.of(name, type);
    if (question.isEmpty()) {
      return new Answer.NoDomain();
    }
    long deadline = System.nanoTime() + atMost.toNanos();
    return switch (state(atMost)) {
      case TRIAL -> noResolver();
      case WELL -> await(resolver.flight(question.get()), deadline);
      case DEAD ->
          resolver
              .known(question.get())
              .filter(answer -> !(answer instanceof Answer.Failed))
              .orElseGet(Guarded::noResolver);
    };
  }

  // Nothing is asked before the first probe is back.
  private State state(Duration atMost) {
    if (state != State.TRIAL) {
      return state;
    }
    try {
      return decided.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return State.TRIAL;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return State.TRIAL;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a probe broke", e.getCause());
    }
  }

  // In pieces, so that who waits learns of the death of the servers.
  private Answer await(CompletableFuture<Replies.Step.Done> flight, long deadline) {
    while (state != State.DEAD) {
      long left = deadline - System.nanoTime();
      if (left <= 0 && !flight.isDone()) {
        return new Answer.Failed(Answer.Why.TIMEOUT);
      }
      try {
        long piece = Math.max(0, Math.min(left, pace.late().toNanos()));
        return believed(flight.get(piece, TimeUnit.NANOSECONDS).answer());
      } catch (TimeoutException _) {
        suspect();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return new Answer.Failed(Answer.Why.INTERRUPTED);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a lookup broke", e.getCause());
      }
    }
    return noResolver();
  }

  private Answer believed(Answer answer) {
    boolean ours = answer instanceof Answer.Failed && failuresInRow.get() >= DOUBTFUL;
    return ours ? noResolver() : answer;
  }

  private static Answer noResolver() {
    return new Answer.Failed(Answer.Why.NO_RESOLVER);
  }

  private void heard(Answer answer) {
    switch (answer) {
      case Answer.Found _, Answer.Empty _, Answer.NoDomain _ -> failuresInRow.set(0);
      case Answer.Failed(var why) -> {
        failuresInRow.incrementAndGet();
        if (isSilence(why)) {
          suspect();
        }
      }
    }
  }

  private static boolean isSilence(Answer.Why why) {
    return why == Answer.Why.TIMEOUT
        || why == Answer.Why.UNREACHABLE
        || why == Answer.Why.MALFORMED;
  }

  private void suspect() {
    boolean due = System.nanoTime() - lastProbe >= pace.pause().toNanos();
    if (state == State.WELL && due && !closed) {
      beginProbe();
    }
  }

  private void beginProbe() {
    if (probing.compareAndSet(false, true)) {
      try {
        prober = Optional.of(Thread.ofVirtual().name("dns-probe").start(this::watch));
      } catch (RuntimeException | Error e) { // The next late answer begins another.
        probing.set(false);
        LOG.error("event=dns-probe-broken", e);
      }
    }
  }

  // Ends with the servers well.
  private void watch() {
    try {
      Duration wait = pace.pause();
      while (!closed && !reached(probed())) {
        become(State.DEAD);
        Thread.sleep(wait);
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(pace.longestPause()) < 0 ? doubled : pace.longestPause();
      }
      if (state == State.DEAD && !closed) {
        awake();
      }
      become(State.WELL);
    } catch (InterruptedException _) {
      become(State.DEAD); // Closed: nobody is to wait any more.
    } finally {
      lastProbe = System.nanoTime();
      probing.set(false);
    }
  }

  // The watch goes on whatever breaks in a probe; the next one may be better.
  private Answer probed() throws InterruptedException {
    try {
      return resolver.probe(pace.probe(), this::good);
    } catch (RuntimeException | Error e) {
      LOG.error("event=dns-probe-broken", e);
      return new Answer.Failed(Answer.Why.UNREACHABLE);
    }
  }

  // Whatever breaks here must not leave the servers dead for ever.
  private void awake() {
    try {
      resolver.forgetFailures();
      LOG.info("event=dns-answers servers={}", shown());
    } catch (RuntimeException | Error e) {
      LOG.error("event=dns-awake-broken", e);
    }
  }

  private String shown() {
    return settings.servers().stream()
        .map(server -> server.getAddress().getHostAddress() + ":" + server.getPort())
        .collect(Collectors.joining(","));
  }

  private void become(State next) {
    state = next;
    decided.complete(next);
  }

  private boolean good(Answer answer) {
    return switch (answer) {
      case Answer.Found _ -> true;
      case Answer.Empty _, Answer.NoDomain _ -> !mustKnow;
      case Answer.Failed(var why) -> !isSilence(why);
    };
  }

  private boolean reached(Answer answer) {
    boolean failed = answer instanceof Answer.Failed;
    boolean reached = good(answer);
    if (reached && !failed) {
      failuresInRow.set(0);
    }
    if (!reached && state != State.DEAD) {
      LOG.warn(
          "event=dns-silent servers={} why=\"{}\": tests that need the DNS say nothing",
          shown(),
          failed ? "no reply" : "they do not know the public DNS");
    }
    return reached;
  }

  /// Whether questions are put to servers at the moment.
  public boolean asks() {
    return state != State.DEAD;
  }

  @Override
  public void close() {
    closed = true;
    prober.ifPresent(Thread::interrupt);
  }
}
