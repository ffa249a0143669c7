package org.postern.engine.bulk;

import java.time.Duration;

/// How far back is counted, at every moment anew.
public enum Window {
  TEN_MINUTES(Duration.ofMinutes(10), "10 minutes"),
  HOUR(Duration.ofHours(1), "an hour"),
  DAY(Duration.ofDays(1), "a day");

  private final Duration length;
  private final String words;

  Window(Duration length, String words) {
    this.length = length;
    this.words = words;
  }

  /// How long it is.
  public Duration length() {
    return length;
  }

  /// In plain words.
  public String words() {
    return words;
  }
}
