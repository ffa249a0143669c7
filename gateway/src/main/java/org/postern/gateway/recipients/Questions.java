package org.postern.gateway.recipients;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.postern.gateway.relay.Relay;
import org.postern.gateway.relay.RelaySession;
import org.postern.gateway.relay.Route;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts questions to next hops, each once at a time and so many to one route, over the connections
/// of the relay. A question goes on when nobody waits for it any more, for a while: the sender
/// comes again, and then the answer is there.
///
/// Thread-safe. One virtual thread for each question.
final class Questions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
  private static final int LETTERS = 16;

  /// One question.
  record Question(Key key, Route route, ReversePath sender, EmailAddress address) {

    MailFrom from() {
      boolean utf8 =
          address.needsUtf8()
              || (sender instanceof ReversePath.Sender(EmailAddress from) && from.needsUtf8());
      return new MailFrom(
          sender, OptionalLong.empty(), BodyType.SEVEN_BIT, utf8, Dsn.OfMessage.NONE);
    }
  }

  /// Hears every answer before anybody who waits for it.
  interface Listener {
    void heard(Question question, Word word);

    /// Whether it is to be found out if the next hop takes everybody.
    boolean untried(Question question);

    /// What came of a recipient that nobody has.
    void tried(Question question, Word word);
  }

  private final Relay relay;
  private final RecipientLimits limits;
  private final Listener listener;
  private final RandomGenerator random;
  private final ConcurrentHashMap<Key, CompletableFuture<Word>> running = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<List<NextHop>, Semaphore> permits = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;

  Questions(Relay relay, RecipientLimits limits, Listener listener, RandomGenerator random) {
    this.relay = relay;
    this.limits = limits;
    this.listener = listener;
    this.random = random;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("recipients").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Asks, and waits for the answer as long as a sender should.
  Word ask(Question question) {
    CompletableFuture<Word> answer = running.get(question.key());
    if (answer == null) {
      answer = begin(question, limits.patience().toNanos());
    }
    try {
      return answer.get(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Word.silence("4.4.2", "no answer within " + limits.patience().toSeconds() + "s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Word.silence("4.3.2", "interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Asks while nobody waits, where that takes no permit from those who do.
  void askBehind(Question question) {
    if (!running.containsKey(question.key()) && permits(question).availablePermits() > 1) {
      var _ = begin(question, 0);
    }
  }

  private CompletableFuture<Word> begin(Question question, long patience) {
    CompletableFuture<Word> fresh = new CompletableFuture<>();
    CompletableFuture<Word> other = running.putIfAbsent(question.key(), fresh);
    if (other != null) {
      return other;
    }
    Thread.ofVirtual().name("recipient").start(() -> run(question, fresh, patience));
    return fresh;
  }

  private void run(Question question, CompletableFuture<Word> answer, long patience) {
    Semaphore permit = permits(question);
    boolean permitted = false;
    try {
      permitted = permit.tryAcquire(patience, TimeUnit.NANOSECONDS);
      if (permitted) {
        converse(question, answer);
      } else {
        give(question, answer, Word.silence("4.3.2", "too many questions to " + name(question)));
      }
    } catch (InterruptedException _) {
      give(question, answer, Word.silence("4.3.2", "interrupted"));
    } catch (RejectedExecutionException _) {
      give(question, answer, Word.silence("4.3.2", "the gateway ends"));
    } catch (RuntimeException e) { // the edge: whoever waits must not wait for ever
      LOG.error("event=recipient-question-failed hop={}", name(question), e);
      give(question, answer, Word.silence("4.3.0", "an internal error, see the log"));
    } finally {
      if (permitted) {
        permit.release();
      }
    }
  }

  private void converse(Question question, CompletableFuture<Word> answer) {
    try (RelaySession session = relay.questions(question.route())) {
      ScheduledFuture<?> limit =
          timer.schedule(
              () -> Thread.ofVirtual().start(session::cut),
              limits.longest().toNanos(),
              TimeUnit.NANOSECONDS);
      try {
        Recipient recipient = new Recipient(question.address(), Dsn.OfRecipient.NONE);
        Word word = Word.of(session.ask(question.from(), recipient));
        listener.heard(question, word);
        give(question, answer, word);
        if (word.meaning() == Meaning.EXISTS && listener.untried(question)) {
          listener.tried(question, Word.of(session.ask(question.from(), nobody(question))));
        }
        session.rset();
      } finally {
        limit.cancel(false);
      }
    }
  }

  private void give(Question question, CompletableFuture<Word> answer, Word word) {
    running.remove(question.key(), answer);
    answer.complete(word);
  }

  // Letters that no user's name begins with, different each time.
  private Recipient nobody(Question question) {
    StringBuilder local = new StringBuilder("qz");
    for (int i = 0; i < LETTERS; i++) {
      local.append((char) ('a' + random.nextInt(26)));
    }
    return new Recipient(
        new EmailAddress(local.toString(), question.address().domain()), Dsn.OfRecipient.NONE);
  }

  private Semaphore permits(Question question) {
    return permits.computeIfAbsent(
        question.route().hops(), _ -> new Semaphore(limits.parallel(), true));
  }

  static String name(Question question) {
    return question.route().hops().stream()
        .map(NextHop::toString)
        .collect(java.util.stream.Collectors.joining(","));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
