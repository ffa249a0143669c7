package org.postern.engine.time;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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

  static LongSupplier nanos(boolean told) {
    return told ? ProcessorTime::ofThread : System::nanoTime;
  }

  private static long ofThread() {
    return Thread.currentThread().isVirtual()
        ? System.nanoTime()
        : THREADS.getCurrentThreadCpuTime();
  }
}
