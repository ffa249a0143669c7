package org.postern.engine.verdict;

import java.time.Duration;
import java.util.List;

/// What became of one check: a check that failed or was late is an outcome, never a zero.
public sealed interface CheckOutcome {

  /// The name of the check.
  String check();

  /// It looked at everything.
  record Done(String check, List<Finding> findings, Duration took) implements CheckOutcome {
    public Done {
      findings = List.copyOf(findings);
    }
  }

  /// It broke. `why` is for administrators.
  record Failed(String check, String why, Duration took) implements CheckOutcome {}

  /// It was not finished when the deadline of the stage came.
  record TimedOut(String check, Duration limit) implements CheckOutcome {}
}
