package org.postern.gateway.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// One connection and its prepared statements. One thread at a time.
final class Session implements AutoCloseable {
  private final Connection connection;
  // Statements are few: they stand in the code, and queries vary in a handful of conditions.
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /// The statement of that text, prepared once, free of an earlier use's batch. Do not close it.
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    statement.clearBatch();
    return statement;
  }

  /// Executes with these parameters: strings, longs, ints.
  int update(String sql, Object... parameters) throws SQLException {
    return bound(sql, parameters).executeUpdate();
  }

  /// Queries with these parameters. Close the result.
  ResultSet query(String sql, Object... parameters) throws SQLException {
    return bound(sql, parameters).executeQuery();
  }

  private PreparedStatement bound(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = prepare(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
