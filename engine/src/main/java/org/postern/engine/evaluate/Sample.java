package org.postern.engine.evaluate;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Report;

/// One labelled message and what the checks found in it, without the evidence.
///
/// @param source the name of its source
/// @param name its file
/// @param year of its Date field, where that can be read
/// @param octets its size
/// @param took how long parsing and both stages took
public record Sample(
    String source,
    Label label,
    String name,
    OptionalInt year,
    int octets,
    Duration took,
    Report report) {

  public Sample {
    report = new Report(report.outcomes().stream().map(Sample::bare).toList());
  }

  /// The same as if these symbols alone had been found. What checks could not look at stays.
  Sample with(Set<String> symbols) {
    return new Sample(
        source,
        label,
        name,
        year,
        octets,
        took,
        new Report(report.outcomes().stream().map(one -> only(one, symbols)).toList()));
  }

  private static CheckOutcome only(CheckOutcome outcome, Set<String> symbols) {
    return switch (outcome) {
      case CheckOutcome.Done done ->
          new CheckOutcome.Done(
              done.check(),
              done.findings().stream()
                  .filter(finding -> symbols.contains(finding.symbol().name()))
                  .toList(),
              done.took());
      case CheckOutcome.Failed failed -> failed;
      case CheckOutcome.TimedOut late -> late;
    };
  }

  private static CheckOutcome bare(CheckOutcome outcome) {
    return switch (outcome) {
      case CheckOutcome.Done done ->
          new CheckOutcome.Done(
              done.check(),
              done.findings().stream()
                  .map(finding -> new Finding(finding.symbol(), finding.strength(), List.of()))
                  .toList(),
              done.took());
      case CheckOutcome.Failed failed -> failed;
      case CheckOutcome.TimedOut late -> late;
    };
  }
}
