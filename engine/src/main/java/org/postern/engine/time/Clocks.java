package org.postern.engine.time;

import java.util.function.LongSupplier;

/// What a [Budget] is counted by, in nanoseconds.
///
/// @param processor time of the thread that asks; never runs faster than the clock
/// @param wall time of the clock
public record Clocks(LongSupplier processor, LongSupplier wall) {

  /// Those of the machine.
  public static final Clocks SYSTEM = new Clocks(ProcessorTime.nanos(), System::nanoTime);
}
