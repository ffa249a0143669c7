package org.postern.gateway.store.sql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.tenant.TenantId;

/// The conditions of one search and their parameters. Built by one thread, for one search.
final class Conditions {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();
  private String id = "id";

  /// Of one tenant; or of all that occur in the table, one after the other, so that the indexes,
  /// which start with the tenant, serve the operator too.
  Conditions tenant(Optional<TenantId> tenant, String table) {
    return tenant.map(one -> and("tenant = ?", one.name())).orElseGet(() -> and(allTenants(table)));
  }

  private static String allTenants(String table) {
    return """
    tenant IN (
      WITH RECURSIVE seen (name) AS (
        SELECT min(tenant) FROM %1$s
        UNION ALL
        SELECT (SELECT min(tenant) FROM %1$s WHERE tenant > seen.name)
        FROM seen WHERE seen.name IS NOT NULL
      )
      SELECT name FROM seen WHERE name IS NOT NULL
    )\
    """
        .formatted(table);
  }

  Conditions since(Optional<Instant> since) {
    return since.map(from -> and(id + " >= ?", TimeIds.first(from))).orElse(this);
  }

  /// An address or a domain, in the column of its key. Before `since`.
  Conditions address(String column, Optional<String> wanted) {
    if (wanted.isEmpty()) {
      return this;
    }
    // The indexes leave out empty keys, and are used only where the query does so too.
    and(column + " <> ''");
    if (!AddressKey.isDomain(wanted.get())) {
      return and(column + " = ?", AddressKey.of(wanted.get()));
    }
    // The database would rather go through the tenant's whole log in the order of time than sort
    // what the index of addresses finds. The plus keeps it from that.
    id = "+id";
    List<String> keys = AddressKey.ofDomain(wanted.get());
    return and("%1$s >= ? AND %1$s < ?".formatted(column), keys.getFirst(), keys.getLast());
  }

  /// The id as the query is to name it.
  String id() {
    return id;
  }

  Conditions and(String condition, Object... values) {
    text.append(text.isEmpty() ? "WHERE " : " AND ").append(condition);
    parameters.addAll(List.of(values));
    return this;
  }

  /// All conditions, from `WHERE` on; empty when there is none.
  String text() {
    return text.toString();
  }

  /// The parameters, and these after them.
  Object[] parameters(Object... more) {
    List<Object> all = new ArrayList<>(parameters);
    all.addAll(List.of(more));
    return all.toArray();
  }
}
