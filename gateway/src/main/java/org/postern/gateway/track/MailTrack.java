package org.postern.gateway.track;

import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.LogRow;

/// Where the way of a message writes what happened. Thread-safe; returns at once unless the store
/// cannot keep up.
public interface MailTrack {

  /// Adds a row to the mail log: visible within a second.
  void log(LogRow row);

  /// Keeps the evidence of a verdict: to be found within a second.
  void explain(Explanations.Stored explanation);
}
