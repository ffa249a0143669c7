package org.postern.engine.evaluate;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Everything that was scanned.
///
/// @param unreadable files that could not be read, with the reason
/// @param cpu processor time of the process while it scanned; zero where that cannot be known
/// @param wall how long it took
public record Samples(List<Sample> samples, List<String> unreadable, Duration cpu, Duration wall) {

  public Samples {
    samples = List.copyOf(samples);
    unreadable = List.copyOf(unreadable);
  }

  /// The same as if these symbols alone had been found.
  public Samples with(Set<String> symbols) {
    return new Samples(
        samples.stream().map(sample -> sample.with(symbols)).toList(), unreadable, cpu, wall);
  }
}
