package org.postern.gateway.track;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.LogRow;

/// A track for tests that keeps everything in memory. Thread-safe: copied when written.
public final class MemoryTrack implements MailTrack {
  private final List<LogRow> rows = new CopyOnWriteArrayList<>();
  private final List<Explanations.Stored> explanations = new CopyOnWriteArrayList<>();

  @Override
  public void log(LogRow row) {
    rows.add(row);
  }

  @Override
  public void explain(Explanations.Stored explanation) {
    explanations.add(explanation);
  }

  public List<LogRow> rows() {
    return List.copyOf(rows);
  }

  public List<Explanations.Stored> explanations() {
    return List.copyOf(explanations);
  }
}
