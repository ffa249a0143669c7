package org.postern.gateway.admit.dns;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Something that was begun early, on a thread of its own, and is waited for late. However often
/// and by whomever, it is not waited for longer than its patience after it was begun. Thread-safe.
final class Early<T> {

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final long until;

  private Early(Duration patience) {
    this.until = System.nanoTime() + patience.toNanos();
  }

  static <T> Early<T> begin(Duration patience, Supplier<T> work) {
    Early<T> early = new Early<>(patience);
    Thread.ofVirtual().name("admit-dns").start(() -> early.run(work));
    return early;
  }

  private void run(Supplier<T> work) {
    try {
      result.complete(work.get());
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e); // Whoever waits throws it.
    }
  }

  /// What is there without waiting.
  Optional<T> now() {
    return result.isDone() ? await() : Optional.empty();
  }

  /// What is there in time.
  Optional<T> await() {
    try {
      long left = Math.max(0, until - System.nanoTime());
      return Optional.of(result.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a test broke", e.getCause());
    }
  }
}
