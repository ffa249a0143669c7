package org.postern.mail.report;

/// What came of reading a report.
public sealed interface Reading<T> {

  record Ok<T>(T report) implements Reading<T> {}

  /// It is none, or too large, or broken; `why` is for the log, in our words.
  record Broken<T>(String why) implements Reading<T> {}
}
