package org.postern.gateway.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.tenant.TenantId;

/// The mail log in SQL. Thread-safe as the database is.
public final class SqlMailLog implements MailLog {
  private static final int PORTION = 1_000;
  private static final String COLUMNS =
      """
      id, tenant, ref, stage, client_ip, helo, mail_from, rcpt, subject, message_id,
      size, tls, category, score, disposition, status, symbol\
      """;

  private final Database database;
  private final TimeIds ids = new TimeIds();

  public SqlMailLog(Database database) {
    this.database = database;
  }

  @Override
  public void append(List<LogRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    database.write(session -> {
      PreparedStatement insert =
          session.prepare(
              """
              INSERT INTO mail_log (
                id, tenant, ref, stage, client_ip, helo, mail_from, rcpt, subject, message_id,
                size, tls, category, score, disposition, status, from_key, rcpt_key,
                symbol)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """);
      for (LogRow row : rows) {
        bind(insert, row);
        insert.addBatch();
      }
      return insert.executeBatch().length;
    });
  }

  private void bind(PreparedStatement insert, LogRow row) throws SQLException {
    insert.setLong(1, ids.create(row.time()));
    insert.setString(2, row.tenant().name());
    insert.setString(3, row.ref());
    insert.setString(4, row.stage());
    insert.setString(5, row.clientIp());
    insert.setString(6, row.helo());
    insert.setString(7, row.mailFrom());
    insert.setString(8, row.rcpt());
    insert.setString(9, row.subject());
    insert.setString(10, row.messageId());
    insert.setLong(11, row.size());
    insert.setString(12, row.tls());
    insert.setString(13, row.category());
    insert.setDouble(14, row.score());
    insert.setString(15, row.disposition());
    insert.setString(16, row.status());
    insert.setString(17, AddressKey.of(row.mailFrom()));
    insert.setString(18, AddressKey.of(row.rcpt()));
    insert.setString(19, row.symbol());
  }

  @Override
  public void query(Optional<TenantId> tenant, Query query, Consumer<LogRow> receiver) {
    long[] newestFirst =
        Portions.ids(database, "mail_log", conditions(tenant, query), query.limit());
    Portions.rows(
        database,
        "SELECT " + COLUMNS + " FROM mail_log WHERE id = ?",
        reversed(newestFirst),
        SqlMailLog::row,
        receiver);
  }

  @Override
  public void scan(Optional<TenantId> tenant, Optional<Instant> since, Consumer<LogRow> receiver) {
    // Ids of times before 1970 are negative.
    long after = since.map(TimeIds::first).orElse(Long.MIN_VALUE + 1) - 1;
    Optional<Portion> portion = Optional.of(portion(tenant, after));
    while (portion.isPresent()) {
      portion.get().rows().forEach(receiver);
      portion =
          portion.get().rows().size() < PORTION
              ? Optional.empty()
              : Optional.of(portion(tenant, portion.get().last()));
    }
  }

  private record Portion(List<LogRow> rows, long last) {}

  private Portion portion(Optional<TenantId> tenant, long after) {
    Conditions conditions = new Conditions();
    tenant.ifPresent(one -> conditions.and("tenant = ?", one.name()));
    conditions.and("id > ?", after);
    String sql =
        "SELECT %s FROM mail_log %s ORDER BY id LIMIT ?".formatted(COLUMNS, conditions.text());
    return database.read(session -> {
      List<LogRow> rows = new ArrayList<>(PORTION);
      long last = after;
      try (ResultSet row = session.query(sql, conditions.parameters(PORTION))) {
        while (row.next()) {
          rows.add(row(row));
          last = row.getLong(1);
        }
      }
      return new Portion(rows, last);
    });
  }

  /// What a query asks for. The operator's search by time alone goes along the ids.
  static Conditions conditions(Optional<TenantId> tenant, Query query) {
    Conditions conditions = new Conditions();
    boolean selective =
        query.ref().isPresent() || query.to().isPresent() || query.from().isPresent();
    if (tenant.isPresent() || selective) {
      conditions.tenant(tenant, "mail_log");
    }
    query.ref().ifPresent(ref -> conditions.and("ref = ?", ref));
    return conditions
        .address("rcpt_key", query.to())
        .address("from_key", query.from())
        .since(query.since());
  }

  private static long[] reversed(long[] ids) {
    long[] reversed = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      reversed[i] = ids[ids.length - 1 - i];
    }
    return reversed;
  }

  private static LogRow row(ResultSet row) throws SQLException {
    return new LogRow(
        new TenantId(row.getString(2)),
        TimeIds.time(row.getLong(1)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getLong(11),
        row.getString(12),
        row.getString(13),
        row.getDouble(14),
        row.getString(15),
        row.getString(16),
        row.getString(17));
  }

  @Override
  public long expire(Instant before) {
    return Portions.deleteBelow(database, "mail_log", TimeIds.first(before));
  }
}
