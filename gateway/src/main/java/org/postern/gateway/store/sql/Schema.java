package org.postern.gateway.store.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.postern.gateway.store.StoreFailed;

/// Brings a database to the schema that this program knows.
///
/// Asking the migration tool costs more time than everything else at the start together, so the
/// number of the schema stands in the database file too, and the tool is asked only when it is
/// another one.
final class Schema {

  /// The newest migration, `V8__lessons_of_each.sql`.
  static final int VERSION = 9;

  private static final String MIGRATIONS = "classpath:org/postern/gateway/store/sql/migrations";

  private Schema() {}

  static void bringUpToDate(Connection connection, String url, Path file, Dialect dialect)
      throws SQLException, IOException {
    if (upToDate(connection, file)) {
      return;
    }
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    // Two processes may start at once on a new file: one migrates, the other waits.
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !upToDate(connection, file)) {
        migrate(url, dialect);
        try (Statement statement = connection.createStatement()) {
          statement.execute("PRAGMA user_version = " + VERSION);
        }
      }
    }
  }

  private static void migrate(String url, Dialect dialect) {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(url, null, null)
        .locations(MIGRATIONS)
        .placeholders(dialect.placeholders())
        .loggers("slf4j")
        .cleanDisabled(true)
        .load()
        .migrate();
  }

  private static boolean upToDate(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA user_version")) {
      int version = result.next() ? result.getInt(1) : 0;
      if (version > VERSION) {
        throw new StoreFailed(
            "the database "
                + file
                + " was written by a newer Postern: its schema is "
                + version
                + ", this program knows "
                + VERSION
                + ". Use the newer program, or restore a backup");
      }
      return version == VERSION;
    }
  }
}
