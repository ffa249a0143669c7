package org.postern.gateway.learning;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.postern.engine.facts.Abandoned;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.learn.BayesTokens;
import org.postern.engine.learn.Lesson;
import org.postern.engine.time.ProcessorTime;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Makes lessons of messages under a bound of time, on a thread of its own that is left behind when
/// it is late: what is taught was written by anybody.
///
/// Thread-safe: a few are read at once, the others wait.
final class LessonReader {

  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);
  private static final int AT_ONCE = 4;
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Function<byte[], Lesson> reading;
  private final Duration processor;
  private final Duration clock;
  private final Semaphore permits = new Semaphore(AT_ONCE);

  /// Five seconds of the processor are a thousand times what a message takes.
  LessonReader() {
    this(LessonReader::tokens, Duration.ofSeconds(5), Duration.ofSeconds(60));
  }

  /// @param processor what one message may take of it
  /// @param clock after this it is late in any case
  LessonReader(Function<byte[], Lesson> reading, Duration processor, Duration clock) {
    this.reading = reading;
    this.processor = processor;
    this.clock = clock;
  }

  private static Lesson tokens(byte[] octets) {
    Message message = PARSER.parse(octets);
    return BayesTokens.of(message, HeaderFacts.of(message.headers()), ContentFacts.of(message))
        .lesson();
  }

  /// What a filter learns of a message.
  ///
  /// @throws IOException where it cannot be read in time
  Lesson read(byte[] octets) throws IOException {
    long end = System.nanoTime() + clock.toNanos();
    FutureTask<Lesson> task = new FutureTask<>(() -> reading.apply(octets));
    Thread reader = Thread.ofPlatform().daemon().name("lesson").unstarted(() -> run(task));
    try {
      if (!permits.tryAcquire(clock.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("others are in the way: nothing can be learnt now");
      }
      reader.start();
      return await(task, reader, end);
    } catch (InterruptedException e) {
      reader.interrupt();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void run(FutureTask<Lesson> task) {
    try {
      task.run();
    } finally {
      permits.release();
    }
  }

  private Lesson await(FutureTask<Lesson> task, Thread reader, long end)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return task.get(BETWEEN_LOOKS, TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        OptionalLong used = ProcessorTime.of(reader);
        if (System.nanoTime() - end > 0 || used.orElse(0) > processor.toNanos()) {
          reader.interrupt();
          throw late();
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Abandoned) {
          throw late();
        }
        throw new IOException("the message cannot be read: " + e.getCause(), e);
      }
    }
  }

  private static IOException late() {
    return new IOException("the message takes too long to be read: nothing is learnt of it");
  }
}
