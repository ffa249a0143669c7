package org.postern.mail.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The resolver that asks servers, with a bounded cache. Equal questions at the same time go out
/// once. Failures are kept for five seconds (RFC 2308 section 7), so that a dead zone costs its
/// time once and not for every message. Thread-safe: the cache is, all else is immutable.
public final class DnsResolver implements Resolver {

  private static final Logger LOG = LoggerFactory.getLogger(DnsResolver.class);
  private static final Duration FAILURE_KEPT = Duration.ofSeconds(5);
  private static final int MAX_QUERIES_FOR_ALIASES = 8;
  private static final int PROBES = 3;
  // Beyond the time of a probe: its threads need a processor too.
  private static final Duration PROBE_SLACK = Duration.ofSeconds(1);
  private static final Question PROBE = Question.of("arpa", RecordType.NS).orElseThrow();

  private final DnsSettings settings;
  private final Exchange.Asking exchange;
  private final Consumer<Answer> heard;
  private final AsyncCache<Question, Replies.Step.Done> cache;
  private volatile int first; // the server that is asked first: an earlier one was silent

  public DnsResolver(DnsSettings settings) {
    this(settings, _ -> {}, new Exchange()::ask);
  }

  /// @param heard is told what came of each question that was put to servers, whoever waits for it
  DnsResolver(DnsSettings settings, Consumer<Answer> heard, Exchange.Asking exchange) {
    this.exchange = exchange;
    this.settings = settings;
    this.heard = heard;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(settings.cached())
            .executor(Runnable::run)
            .expireAfter(Expiry.<Question, Replies.Step.Done>creating((_, done) -> kept(done)))
            .buildAsync();
  }

  @Override
  public Answer lookup(String name, RecordType type, Duration atMost) {
    Optional<Question> question = Question.of(name, type);
    return question.isEmpty() ? new Answer.NoDomain() : lookup(question.get(), atMost);
  }

  private Answer lookup(Question question, Duration atMost) {
    return await(flight(question), atMost);
  }

  /// The answer, kept or under way.
  CompletableFuture<Replies.Step.Done> flight(Question question) {
    CompletableFuture<Replies.Step.Done> kept = cache.getIfPresent(question);
    if (kept != null) {
      return kept;
    }
    CompletableFuture<Replies.Step.Done> mine = new CompletableFuture<>();
    kept = cache.asMap().putIfAbsent(question, mine);
    if (kept != null) {
      return kept;
    }
    // A thread of its own: others may wait longer for the answer than who asked first.
    try {
      Thread.ofVirtual().name("dns").start(() -> answer(question, mine));
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e); // Others wait for it already.
    }
    return mine;
  }

  /// The answer where it is there without asking.
  Optional<Answer> known(Question question) {
    return Optional.ofNullable(cache.getIfPresent(question))
        .filter(CompletableFuture::isDone)
        .filter(flight -> !flight.isCompletedExceptionally())
        .map(flight -> flight.join().answer());
  }

  /// Makes room for new answers where there were none.
  void forgetFailures() {
    cache
        .asMap()
        .values()
        .removeIf(flight ->
            flight.isDone()
                && !flight.isCompletedExceptionally()
                && flight.join().answer() instanceof Answer.Failed);
  }

  /// Asks all servers at once for a name that each should know, past the cache; three times each,
  /// since a datagram may be lost. The first answer that is good counts; without one it is the last
  /// that was not, and a timeout where there was none. A server at which the asking itself breaks
  /// is as good as silent, but that is logged.
  Answer probe(Duration atMost, Predicate<Answer> good) throws InterruptedException {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    AtomicReference<Answer> other = new AtomicReference<>(new Answer.Failed(Answer.Why.TIMEOUT));
    List<CompletableFuture<Void>> all =
        settings.servers().stream()
            .map(server ->
                CompletableFuture.runAsync(
                    () ->
                        heard(server, atMost)
                            .ifPresent(said -> {
                              if (good.test(said)) {
                                answer.complete(said);
                              } else {
                                other.set(said);
                              }
                            }),
                    Thread::startVirtualThread))
            .toList();
    var _ =
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
            .whenComplete((_, _) -> answer.complete(Objects.requireNonNull(other.get())));
    try {
      return answer.get(atMost.plus(PROBE_SLACK).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Objects.requireNonNull(other.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a probe broke", e.getCause());
    }
  }

  private Optional<Answer> heard(InetSocketAddress server, Duration atMost) {
    try {
      return probe(server, atMost);
    } catch (RuntimeException | Error e) {
      LOG.error("event=dns-probe-broken server={}", server, e);
      return Optional.empty();
    }
  }

  private Optional<Answer> probe(InetSocketAddress server, Duration atMost) {
    for (int i = 0; i < PROBES; i++) {
      long deadline = System.nanoTime() + atMost.toNanos() / PROBES;
      Exchange.Outcome outcome = exchange.ask(PROBE, server, deadline);
      if (outcome instanceof Exchange.Outcome.Reply(var message)) {
        return Replies.read(PROBE, message, false) instanceof Replies.Step.Done done
            ? Optional.of(done.answer())
            : Optional.of(new Answer.Empty());
      }
    }
    return Optional.empty();
  }

  private static Answer await(CompletableFuture<Replies.Step.Done> flight, Duration atMost) {
    try {
      return flight.get(atMost.toNanos(), TimeUnit.NANOSECONDS).answer();
    } catch (TimeoutException _) {
      return new Answer.Failed(Answer.Why.TIMEOUT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.Failed(Answer.Why.INTERRUPTED);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a lookup broke", e.getCause());
    }
  }

  private void answer(Question question, CompletableFuture<Replies.Step.Done> flight) {
    try {
      Replies.Step.Done done = follow(question);
      heard.accept(done.answer());
      flight.complete(done);
    } catch (RuntimeException | Error e) {
      flight.completeExceptionally(e); // Whoever waits throws it.
    }
  }

  // A server that does not follow aliases itself leaves that to us.
  private Replies.Step.Done follow(Question question) {
    Question asked = question;
    for (int i = 0; i < MAX_QUERIES_FOR_ALIASES; i++) {
      switch (ask(asked)) {
        case Replies.Step.Done done -> {
          return i == 0 ? done : pieced(done);
        }
        case Replies.Step.Alias(String name) -> {
          Optional<Question> next = Question.of(name, question.type());
          if (next.isEmpty()) {
            return new Replies.Step.Done(new Answer.NoDomain(), settings.longestNegative());
          }
          asked = next.get();
        }
      }
    }
    return failed(Answer.Why.MALFORMED);
  }

  // An answer put together from several messages is vouched for by none.
  private static Replies.Step.Done pieced(Replies.Step.Done done) {
    return done.answer() instanceof Answer.Found(var records, var ttl, _)
        ? new Replies.Step.Done(new Answer.Found(records, ttl, false), done.ttl())
        : done;
  }

  private Replies.Step ask(Question question) {
    int servers = settings.servers().size();
    int from = first;
    Answer.Why why = Answer.Why.TIMEOUT;
    boolean silence = false;
    for (int i = 0; i < settings.rounds() * servers; i++) {
      int at = (from + i) % servers;
      long deadline = System.nanoTime() + settings.timeout().toNanos();
      switch (exchange.ask(question, settings.servers().get(at), deadline)) {
        case Exchange.Outcome.Failed failed -> {
          why = failed.why();
          silence = true;
        }
        case Exchange.Outcome.Reply(var message) -> {
          if (silence) {
            first = at;
          }
          Replies.Step step = Replies.read(question, message, settings.validating());
          if (step instanceof Replies.Step.Done(Answer.Failed failed, _)) {
            why = failed.why();
          } else {
            return step;
          }
        }
      }
    }
    return failed(why);
  }

  private static Replies.Step.Done failed(Answer.Why why) {
    return new Replies.Step.Done(new Answer.Failed(why), FAILURE_KEPT);
  }

  private Duration kept(Replies.Step.Done done) {
    return switch (done.answer()) {
      case Answer.Found _ -> shorter(done.ttl(), settings.longest());
      case Answer.Empty _, Answer.NoDomain _ -> shorter(done.ttl(), settings.longestNegative());
      case Answer.Failed _ -> FAILURE_KEPT;
    };
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
