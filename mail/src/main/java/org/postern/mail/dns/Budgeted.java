package org.postern.mail.dns;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// The questions that one message may ask: at most so many, and at most so long altogether since
/// this was made. Beyond it every answer is [Answer.Why#BUDGET]; so is silence where earlier
/// questions had left less than half of the time, since more patience might have brought an answer.
/// Thread-safe.
public final class Budgeted implements Resolver {

  private final Resolver resolver;
  private final AtomicInteger left;
  private final long totalNanos;
  private final LongSupplier nanoTime;
  private final long start;

  public Budgeted(Resolver resolver, int questions, Duration total) {
    this(resolver, questions, total, System::nanoTime);
  }

  /// @param nanoTime a clock like [System#nanoTime]
  public Budgeted(Resolver resolver, int questions, Duration total, LongSupplier nanoTime) {
    this.resolver = resolver;
    this.left = new AtomicInteger(questions);
    this.totalNanos = total.toNanos();
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  @Override
  public Answer lookup(String name, RecordType type, Duration atMost) {
    long nanos = totalNanos - (nanoTime.getAsLong() - start);
    boolean granted = nanos > 0 && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    if (!granted) {
      return new Answer.Failed(Answer.Why.BUDGET);
    }
    Duration rest = Duration.ofNanos(nanos);
    boolean shortened = rest.compareTo(atMost) < 0;
    Answer answer = resolver.lookup(name, type, shortened ? rest : atMost);
    boolean ours =
        shortened
            && nanos < totalNanos / 2
            && answer instanceof Answer.Failed(var why)
            && why == Answer.Why.TIMEOUT;
    return ours ? new Answer.Failed(Answer.Why.BUDGET) : answer;
  }
}
