package org.postern.gateway.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Long results and long deletions in portions: the ids first, eight octets each, then the rows,
/// some hundred at a time. So a receiver that is slow keeps neither the database from tidying up
/// nor the result in memory.
final class Portions {
  private static final int ROWS = 500;

  private Portions() {}

  /// Turns the current row into a value.
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// The newest ids, newest first.
  static long[] ids(Database database, String table, Conditions conditions, int limit) {
    return database.read(session -> {
      String sql =
          "SELECT id FROM %s %s ORDER BY %s DESC LIMIT ?"
              .formatted(table, conditions.text(), conditions.id());
      long[] ids = new long[16];
      int count = 0;
      try (ResultSet row = session.query(sql, conditions.parameters(limit))) {
        while (row.next()) {
          if (count == ids.length) {
            ids = Arrays.copyOf(ids, count * 2);
          }
          ids[count++] = row.getLong(1);
        }
      }
      return Arrays.copyOf(ids, count);
    });
  }

  /// Hands over the rows of these ids in their order; those that are gone by now are left out.
  static <T> void rows(
      Database database, String sqlOfOne, long[] ids, Reader<T> reader, Consumer<T> receiver) {
    for (int at = 0; at < ids.length; at += ROWS) {
      long[] portion = Arrays.copyOfRange(ids, at, Math.min(ids.length, at + ROWS));
      database.read(session -> read(session, sqlOfOne, portion, reader)).forEach(receiver);
    }
  }

  private static <T> List<T> read(Session session, String sqlOfOne, long[] ids, Reader<T> reader)
      throws SQLException {
    List<T> rows = new ArrayList<>(ids.length);
    for (long id : ids) {
      try (ResultSet row = session.query(sqlOfOne, id)) {
        if (row.next()) {
          rows.add(reader.read(row));
        }
      }
    }
    return rows;
  }

  /// Deletes what has an id below, in transactions of their own; tells how many.
  static long deleteBelow(Database database, String table, long id) {
    String sql =
        "DELETE FROM %1$s WHERE id IN (SELECT id FROM %1$s WHERE id < ? ORDER BY id LIMIT ?)"
            .formatted(table);
    long all = 0;
    int deleted = ROWS;
    while (deleted == ROWS) {
      deleted = database.write(session -> session.update(sql, id, ROWS));
      all += deleted;
    }
    return all;
  }
}
