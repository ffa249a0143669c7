package org.postern.engine.time;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// The processor time of the thread that asks, so that work does not pay for a busy machine.
public final class ProcessorTime {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ProcessorTime() {}

  /// Nanoseconds: of the processor where the machine tells them, else those of the clock, as for
  /// virtual threads, whose time nobody counts.
  public static LongSupplier nanos() {
    return nanos(THREADS.isCurrentThreadCpuTimeSupported());
  }

  /// What a thread of the platform has used so far; empty where the machine does not tell, and once
  /// it has ended.
  public static OptionalLong of(Thread thread) {
    if (!THREADS.isThreadCpuTimeSupported() || thread.isVirtual()) {
      return OptionalLong.empty();
    }
    long used = THREADS.getThreadCpuTime(thread.threadId());
    return used < 0 ? OptionalLong.empty() : OptionalLong.of(used);
  }

  static LongSupplier nanos(boolean told) {
    return told ? ProcessorTime::ofThread : System::nanoTime;
  }

  private static long ofThread() {
    return Thread.currentThread().isVirtual()
        ? System.nanoTime()
        : THREADS.getCurrentThreadCpuTime();
  }
}
