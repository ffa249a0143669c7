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
import org.postern.engine.time.ProcessorTime;

/// Makes lessons of messages, or whatever else is learnt of them, under a bound of time, on a
/// thread of its own that is left behind when it is late: what is taught was written by anybody.
///
/// Thread-safe: a few are read at once, the others wait.
final class LessonReader<A, T> {

  private static final int AT_ONCE = 4;
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Function<A, T> reading;
  private final Duration processor;
  private final Duration clock;
  private final Semaphore permits = new Semaphore(AT_ONCE);

  /// Most messages take a few milliseconds; the budgets of pictures, PDF files and text in pictures
  /// together are eight seconds.
  LessonReader(Function<A, T> reading) {
    this(reading, Duration.ofSeconds(15), Duration.ofSeconds(60));
  }

  /// @param processor what one message may take of it
  /// @param clock after this it is late in any case
  LessonReader(Function<A, T> reading, Duration processor, Duration clock) {
    this.reading = reading;
    this.processor = processor;
    this.clock = clock;
  }

  /// What is learnt of it.
  ///
  /// @throws IOException where it cannot be read in time
  T read(A message) throws IOException {
    long end = System.nanoTime() + clock.toNanos();
    FutureTask<T> task = new FutureTask<>(() -> reading.apply(message));
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

  private void run(FutureTask<T> task) {
    try {
      task.run();
    } finally {
      permits.release();
    }
  }

  private T await(FutureTask<T> task, Thread reader, long end)
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
