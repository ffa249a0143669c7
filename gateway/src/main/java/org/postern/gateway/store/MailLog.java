package org.postern.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.gateway.tenant.TenantId;

/// Everything that happened to mail, by attempt and recipient.
public interface MailLog {

  /// Adds rows; durable when it returns. Rows of several tenants may come together.
  void append(List<LogRow> rows);

  /// Hands over the rows that match, oldest first. An empty tenant means all tenants: for the
  /// operator only. The receiver may be slow: it holds up nobody.
  void query(Optional<TenantId> tenant, Query query, Consumer<LogRow> rows);

  /// Hands over all rows since that moment in the order of their times, in portions: however many
  /// there are, few are in memory. Rows that are written meanwhile may come too. An empty tenant
  /// means all tenants.
  void scan(Optional<TenantId> tenant, Optional<Instant> since, Consumer<LogRow> rows);

  /// Deletes rows older than that; tells how many.
  long expire(Instant before);

  /// What to look for; empty means anything. `to` and `from` match a whole address or, starting
  /// with `@`, a domain, in any case. `since` includes its moment. `limit` keeps the newest rows.
  record Query(
      Optional<Instant> since,
      Optional<String> ref,
      Optional<String> to,
      Optional<String> from,
      int limit) {
    public static final Query ALL =
        new Query(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1_000_000);
  }
}
