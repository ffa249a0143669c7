package org.postern.gateway.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// What differs between the databases.
enum Dialect {
  SQLITE {
    @Override
    Map<String, String> placeholders() {
      // INTEGER, not BIGINT, makes the key the row number itself.
      return Map.of("id", "INTEGER", "bytes", "BLOB", "octets", "");
    }

    @Override
    Connection connect(String url, int cacheKilobytes, boolean writes) throws SQLException {
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      // NORMAL would lose acknowledged rows when the power fails.
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setBusyTimeout(BUSY_MILLIS);
      config.setCacheSize(-cacheKilobytes);
      config.setTempStore(SQLiteConfig.TempStore.MEMORY);
      // Locks at the begin, so that a transaction never fails half way because of another process.
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      Connection connection = config.createConnection(url);
      try (Statement statement = connection.createStatement()) {
        // Fewer checkpoints write a page that changes often fewer times: 16 MB of log, not 4.
        statement.execute("PRAGMA wal_autocheckpoint = 4000");
        statement.execute("PRAGMA journal_size_limit = 67108864");
        if (!writes) {
          statement.execute("PRAGMA query_only = 1");
        }
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return connection;
    }

    @Override
    boolean full(SQLException e) {
      return (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_FULL.code;
    }
  };

  /// How long one process waits for another's transaction.
  private static final int BUSY_MILLIS = 10_000;

  /// Fills in the migrations.
  abstract Map<String, String> placeholders();

  /// A connection with everything set as the stores need it.
  abstract Connection connect(String url, int cacheKilobytes, boolean writes) throws SQLException;

  /// Whether the disk was full.
  abstract boolean full(SQLException e);
}
