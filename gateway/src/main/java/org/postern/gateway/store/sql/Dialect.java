package org.postern.gateway.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.sqlite.BusyHandler;
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
      config.setCacheSize(-cacheKilobytes);
      config.setTempStore(SQLiteConfig.TempStore.MEMORY);
      // Locks at the begin, so that a transaction never fails half way because of another process.
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      Connection connection = config.createConnection(url);
      BusyHandler.setHandler(connection, new Patience());
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

  /// Fills in the migrations.
  abstract Map<String, String> placeholders();

  /// A connection with everything set as the stores need it.
  abstract Connection connect(String url, int cacheKilobytes, boolean writes) throws SQLException;

  /// Whether the disk was full.
  abstract boolean full(SQLException e);

  /// Waits for another process's transaction, about ten seconds at most.
  ///
  /// The one built in looks ten times a second, and hardly ever finds the gap between the
  /// transactions of a gateway that is busy: a command would wait for ever.
  private static final class Patience extends BusyHandler {
    private static final int TRIES = 3_000;
    private static final int LONGEST_MILLIS = 5;

    @Override
    protected int callback(int tries) {
      try {
        Thread.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_MILLIS + 1));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return 0;
      }
      return tries < TRIES ? 1 : 0;
    }
  }
}
