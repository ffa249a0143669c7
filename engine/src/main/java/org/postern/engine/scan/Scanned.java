package org.postern.engine.scan;

import java.time.Duration;
import org.postern.engine.ReportJson;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Verdict;

/// What came out of a scan: everything found, the verdict of the scanner's policy, and how long it
/// took.
public record Scanned(Report report, Verdict verdict, Duration took) {

  /// As one line of JSON, see [ReportJson].
  public String json(String file) {
    return ReportJson.line(file, report, verdict, took);
  }
}
