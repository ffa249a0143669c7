package org.postern.gateway.store.sql;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.flywaydb.core.api.FlywayException;
import org.postern.gateway.store.StoreFailed;

/// The embedded database: one file, with two others beside it while it is in use. Several processes
/// may use it at once.
///
/// Thread-safe: one thread writes, see [Writer]; readers have connections of their own and neither
/// wait for the writer nor hold it up.
public final class Database implements AutoCloseable {
  private static final int WRITER_CACHE_KB = 32 << 10;
  private static final int READER_CACHE_KB = 4 << 10;
  private static final int READERS = 4;

  private final String url;
  private final Dialect dialect;
  private final Writer writer;
  private final Semaphore readers = new Semaphore(READERS);
  private final Deque<Session> idle = new ArrayDeque<>();
  private volatile boolean closed;

  private Database(String url, Dialect dialect, Session first) {
    this.url = url;
    this.dialect = dialect;
    this.writer =
        new Writer(() -> new Session(dialect.connect(url, WRITER_CACHE_KB, true)), first, dialect);
  }

  /// Opens the database in that file, makes it when there is none, and brings it up to date.
  ///
  /// @throws StoreFailed when it cannot be used, or was written by a newer program
  public static Database open(Path file) {
    Dialect dialect = Dialect.SQLITE;
    String url = "jdbc:sqlite:" + file.toAbsolutePath();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Connection connection = dialect.connect(url, WRITER_CACHE_KB, true);
      try {
        Schema.bringUpToDate(connection, url, file, dialect);
        return new Database(url, dialect, new Session(connection));
      } catch (SQLException | IOException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreFailed("cannot open " + file + ": " + e.getMessage(), e, dialect.full(e));
    } catch (FlywayException e) {
      throw new StoreFailed(
          "cannot open %s: its schema could not be written; is the disk full or failing? (%s)"
              .formatted(file, reason(e)),
          e,
          false);
    } catch (IOException | OverlappingFileLockException e) {
      throw new StoreFailed("cannot open " + file + ": " + e.getMessage(), e, false);
    }
  }

  // Its own text has several lines and a frame around them, and after a failed flush it may know
  // no more than that there is nothing left to commit.
  private static String reason(FlywayException failed) {
    Throwable reason = failed;
    for (Throwable next = failed; next != null; next = next.getCause()) {
      reason = next;
    }
    return String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
  }

  /// Does the work in a transaction, together with what others want at the same time; durable when
  /// it returns.
  <T> T write(Work<T> work) {
    return writer.write(work);
  }

  /// Reads what is committed. Keep it short: a long reading keeps the database from tidying up.
  <T> T read(Work<T> work) {
    readers.acquireUninterruptibly();
    try {
      Session session = reader();
      T result = work.run(session);
      giveBack(session);
      return result;
    } catch (SQLException e) {
      // The session is not given back: the next reader makes a new one.
      throw new StoreFailed("the database did not answer: " + e.getMessage(), e, dialect.full(e));
    } finally {
      readers.release();
    }
  }

  private Session reader() throws SQLException {
    if (closed) {
      throw new StoreFailed("the database is closed");
    }
    synchronized (idle) {
      Optional<Session> session = Optional.ofNullable(idle.pollFirst());
      if (session.isPresent()) {
        return session.get();
      }
    }
    return new Session(dialect.connect(url, READER_CACHE_KB, false));
  }

  private void giveBack(Session session) {
    synchronized (idle) {
      idle.addFirst(session);
    }
  }

  /// Finishes what was asked for, then closes the file.
  @Override
  public void close() {
    closed = true;
    readers.acquireUninterruptibly(READERS);
    try {
      for (Session session : idle) {
        session.close();
      }
    } catch (SQLException e) {
      throw new StoreFailed("closing failed: " + e.getMessage(), e, false);
    } finally {
      idle.clear();
      readers.release(READERS);
      // Last: the last connection tidies up the files.
      writer.close();
    }
  }
}
