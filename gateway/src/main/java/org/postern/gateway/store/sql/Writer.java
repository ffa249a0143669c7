package org.postern.gateway.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.postern.gateway.store.StoreFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes. What several callers want at the same time goes into one transaction
/// and one flush of the disk; each is undone alone when it fails alone.
///
/// Thread-safe: callers hand over work by a queue and wait. The queue is as long as there are
/// callers.
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int GROUP = 256;

  private final Connector connector;
  private final Dialect dialect;
  private final LinkedBlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  // Only the thread touches it. Empty until the first work, and after a failure that it may not
  // have survived.
  private Optional<Session> session;
  private volatile boolean closed;

  /// Makes the connection anew.
  interface Connector {
    Session connect() throws SQLException;
  }

  Writer(Connector connector, Session first, Dialect dialect) {
    this.connector = connector;
    this.dialect = dialect;
    this.session = Optional.of(first);
    this.thread = Thread.ofPlatform().daemon().name("store-writer").start(this::run);
  }

  /// Does the work in a transaction; durable when it returns.
  <T> T write(Work<T> work) {
    Task<T> task = new Task<>(work);
    queue.add(task);
    if (closed) {
      failRest();
    }
    try {
      return task.result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case SQLException cause ->
            throw new StoreFailed(
                "the database did not store: " + cause.getMessage(), cause, dialect.full(cause));
        case RuntimeException cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private void run() {
    List<Task<?>> group = new ArrayList<>(GROUP);
    while (!closed || !queue.isEmpty()) {
      try {
        group.add(queue.take());
        queue.drainTo(group, GROUP - 1);
        commit(group);
      } catch (InterruptedException e) {
        // Only `close` interrupts; the condition of the loop sees why.
        LOG.debug("writer asked to stop");
      }
      group.clear();
    }
    closeSession();
    failRest();
  }

  private void commit(List<Task<?>> group) {
    try {
      Session open = session();
      Connection connection = open.connection();
      connection.setAutoCommit(false);
      List<Runnable> answers = new ArrayList<>(group.size());
      for (Task<?> task : group) {
        answers.add(group.size() == 1 ? task.run(open) : runApart(task, open));
      }
      connection.commit();
      endTransaction(connection);
      answers.forEach(Runnable::run);
    } catch (SQLException | RuntimeException | Error e) {
      // An Error too: callers wait, and this thread must outlive it.
      rollBack();
      group.forEach(task -> task.result.completeExceptionally(e));
    }
  }

  // SQLite's driver begins the next transaction within commit and rollback, and would keep other
  // processes out while this one is idle.
  private static void endTransaction(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
  }

  /// Runs one of several, so that its failure undoes nothing of the others.
  private static Runnable runApart(Task<?> task, Session open) throws SQLException {
    Savepoint before = open.connection().setSavepoint();
    try {
      Runnable answer = task.run(open);
      open.connection().releaseSavepoint(before);
      return answer;
    } catch (SQLException | RuntimeException e) {
      // Fails when the database has undone everything by itself, as it does when the disk is full;
      // then the whole group fails.
      open.connection().rollback(before);
      return () -> task.result.completeExceptionally(e);
    }
  }

  private Session session() throws SQLException {
    if (session.isEmpty()) {
      session = Optional.of(connector.connect());
    }
    return session.get();
  }

  private void rollBack() {
    if (session.isEmpty()) {
      return;
    }
    try {
      session.get().connection().rollback();
      endTransaction(session.get().connection());
    } catch (SQLException e) {
      // As when the disk is full: the database has undone everything by itself.
      LOG.debug("nothing to roll back, the connection is made anew", e);
      closeSession();
    }
  }

  private void closeSession() {
    try {
      if (session.isPresent()) {
        session.get().close();
      }
    } catch (SQLException e) {
      LOG.warn("closing the database failed: {}", e.getMessage());
    }
    session = Optional.empty();
  }

  private void failRest() {
    StoreFailed failure = new StoreFailed("the database is closed");
    for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
      task.result.completeExceptionally(failure);
    }
  }

  /// Does what was asked for before, then ends.
  @Override
  public void close() {
    closed = true;
    // An empty task wakes the thread; an interrupt could hit it inside the database.
    queue.add(new Task<>(_ -> true));
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Task<T>(Work<T> work, CompletableFuture<T> result) {
    Task(Work<T> work) {
      this(work, new CompletableFuture<>());
    }

    /// Does the work; the answer is given when all is durable.
    Runnable run(Session open) throws SQLException {
      T value = work.run(open);
      return () -> result.complete(value);
    }
  }
}
