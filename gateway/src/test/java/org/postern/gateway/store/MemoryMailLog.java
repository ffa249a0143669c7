package org.postern.gateway.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.postern.gateway.tenant.TenantId;

/// A mail log in memory. Thread-safe: copied when written.
public final class MemoryMailLog implements MailLog {
  private final CopyOnWriteArrayList<LogRow> rows = new CopyOnWriteArrayList<>();

  @Override
  public void append(List<LogRow> more) {
    rows.addAll(more);
  }

  @Override
  public void query(Optional<TenantId> tenant, Query query, Consumer<LogRow> receiver) {
    List<LogRow> found =
        rows.stream()
            .filter(row -> tenant.isEmpty() || tenant.get().equals(row.tenant()))
            .filter(row -> query.since().isEmpty() || !row.time().isBefore(query.since().get()))
            .filter(row -> query.ref().isEmpty() || query.ref().get().equals(row.ref()))
            .filter(row -> query.to().isEmpty() || Matching.matches(query.to().get(), row.rcpt()))
            .filter(row ->
                query.from().isEmpty() || Matching.matches(query.from().get(), row.mailFrom()))
            .sorted(Comparator.comparing(LogRow::time))
            .toList();
    found.subList(Math.max(0, found.size() - query.limit()), found.size()).forEach(receiver);
  }

  @Override
  public void scan(Optional<TenantId> tenant, Optional<Instant> since, Consumer<LogRow> receiver) {
    rows.stream()
        .filter(row -> tenant.isEmpty() || tenant.get().equals(row.tenant()))
        .filter(row -> since.isEmpty() || !row.time().isBefore(since.get()))
        .sorted(Comparator.comparing(LogRow::time))
        .forEach(receiver);
  }

  @Override
  public long expire(Instant before) {
    long size = rows.size();
    rows.removeIf(row -> row.time().isBefore(before));
    return size - rows.size();
  }

  /// All rows as they came.
  public List<LogRow> rows() {
    return new ArrayList<>(rows);
  }
}
