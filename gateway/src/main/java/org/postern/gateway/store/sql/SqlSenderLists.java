package org.postern.gateway.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.engine.verdict.Listed;
import org.postern.gateway.lists.ListEntry;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.lists.ListScope;
import org.postern.gateway.lists.SenderPattern;
import org.postern.gateway.store.SenderLists;
import org.postern.gateway.store.StoreFailed;
import org.postern.gateway.tenant.TenantId;

/// Lists of senders in SQL. Thread-safe as the database is.
public final class SqlSenderLists implements SenderLists {
  private final Database database;

  public SqlSenderLists(Database database) {
    this.database = database;
  }

  @Override
  public List<Stored> entries() {
    return database.read(session -> {
      String sql =
          """
          SELECT tenant, id, scope, pattern, identity, kind, unsafe, note, created, expires
          FROM sender_list ORDER BY tenant, id
          """;
      try (ResultSet row = session.query(sql)) {
        return read(row);
      }
    });
  }

  @Override
  public List<Stored> entries(TenantId tenant) {
    return database.read(session -> {
      String sql =
          """
          SELECT tenant, id, scope, pattern, identity, kind, unsafe, note, created, expires
          FROM sender_list WHERE tenant = ? ORDER BY id
          """;
      try (ResultSet row = session.query(sql, tenant.name())) {
        return read(row);
      }
    });
  }

  private static List<Stored> read(ResultSet row) throws SQLException {
    List<Stored> entries = new ArrayList<>();
    // Most entries have the tenant and the scope of their neighbours.
    Map<String, TenantId> tenants = new HashMap<>();
    Map<String, ListScope> scopes = new HashMap<>();
    while (row.next()) {
      long expires = row.getLong(10);
      String scope = row.getString(3);
      ListEntry entry =
          new ListEntry(
              scopes.computeIfAbsent(scope, SqlSenderLists::scope),
              Listed.Kind.valueOf(row.getString(6)),
              pattern(row.getString(4)),
              ListEntry.Identity.valueOf(row.getString(5)),
              row.getInt(7) != 0,
              row.getString(8),
              Instant.ofEpochMilli(row.getLong(9)),
              expires == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires)));
      entries.add(
          new Stored(
              tenants.computeIfAbsent(row.getString(1), TenantId::new), row.getLong(2), entry));
    }
    return entries;
  }

  private static ListScope scope(String text) {
    return text.isEmpty()
        ? new ListScope.Everybody()
        : ListScope.parse(text).orElseThrow(() -> unreadable(text));
  }

  private static SenderPattern pattern(String text) {
    return SenderPattern.parse(text).orElseThrow(() -> unreadable(text));
  }

  private static StoreFailed unreadable(String text) {
    return new StoreFailed("an entry of a list in the database is not readable: " + text);
  }

  @Override
  public List<Stored> put(TenantId tenant, List<ListEntry> entries) {
    return database.write(session -> {
      long id = number(session);
      List<Stored> stored = new ArrayList<>(entries.size());
      for (ListEntry entry : entries) {
        Stored one = new Stored(tenant, ++id, entry);
        insert(session, one);
        stored.add(one);
      }
      session.update(
          """
          UPDATE change_count SET number = ? WHERE what = 'sender list'
          """,
          id);
      return stored;
    });
  }

  private static void insert(Session session, Stored one) throws SQLException {
    ListEntry entry = one.entry();
    session.update(
        """
        INSERT INTO sender_list
          (tenant, id, scope, pattern, identity, kind, unsafe, note, created, expires)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant, scope, pattern, identity) DO UPDATE
        SET id = excluded.id, kind = excluded.kind, unsafe = excluded.unsafe,
          note = excluded.note, created = excluded.created, expires = excluded.expires
        """,
        one.tenant().name(),
        one.id(),
        entry.scope().text(),
        entry.pattern().text(),
        entry.identity().name(),
        entry.kind().name(),
        entry.unsafe() ? 1 : 0,
        entry.note(),
        entry.created().toEpochMilli(),
        entry.expires().map(Instant::toEpochMilli).orElse(0L));
  }

  @Override
  public boolean remove(TenantId tenant, long id) {
    return database.write(session -> {
      int removed =
          session.update(
              """
              DELETE FROM sender_list WHERE tenant = ? AND id = ?
              """,
              tenant.name(),
              id);
      countChange(session, removed);
      return removed > 0;
    });
  }

  @Override
  public long expire(Instant before) {
    return database.write(session -> {
      int removed =
          session.update(
              """
              DELETE FROM sender_list WHERE expires > 0 AND expires < ?
              """,
              before.toEpochMilli());
      countChange(session, removed);
      return (long) removed;
    });
  }

  private static void countChange(Session session, int removed) throws SQLException {
    if (removed > 0) {
      session.update(
          """
          UPDATE change_count SET number = number + 1 WHERE what = 'sender list'
          """);
    }
  }

  @Override
  public long version() {
    return database.read(SqlSenderLists::number);
  }

  private static long number(Session session) throws SQLException {
    String sql =
        """
        SELECT number FROM change_count WHERE what = 'sender list'
        """;
    try (ResultSet row = session.query(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
