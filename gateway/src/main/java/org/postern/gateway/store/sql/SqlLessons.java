package org.postern.gateway.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postern.gateway.store.Learnt;
import org.postern.gateway.store.Lessons;
import org.postern.gateway.tenant.TenantId;

/// What filters have learnt, in SQL. Thread-safe as the database is.
public final class SqlLessons implements Lessons {
  private final Database database;
  private final TimeIds ids = new TimeIds();

  public SqlLessons(Database database) {
    this.database = database;
  }

  @Override
  public List<Learnt> find(TenantId tenant, String owner, String digest) {
    return select(
        """
        SELECT id, tenant, owner, digest, spam, reporter, likeness FROM lesson
        WHERE tenant = ? AND owner = ? AND digest = ?
        ORDER BY id
        """,
        tenant.name(),
        owner,
        digest);
  }

  @Override
  public void put(TenantId tenant, Learnt learnt) {
    long id = ids.create(learnt.time());
    var _ =
        database.write(session -> {
          delete(session, tenant, learnt.owner(), learnt.digest(), learnt.reporter());
          session.update(
              """
              INSERT INTO lesson (id, tenant, owner, digest, spam, reporter, likeness)
              VALUES (?, ?, ?, ?, ?, ?, ?)
              """,
              id,
              tenant.name(),
              learnt.owner(),
              learnt.digest(),
              learnt.spam() ? 1 : 0,
              learnt.reporter(),
              learnt.likeness());
          session.update(
              """
              DELETE FROM teacher WHERE tenant = ? AND owner = ? AND reporter = ?
              """,
              tenant.name(),
              learnt.owner(),
              learnt.reporter());
          return session.update(
              """
              INSERT INTO teacher (tenant, owner, reporter, last) VALUES (?, ?, ?, ?)
              """,
              tenant.name(),
              learnt.owner(),
              learnt.reporter(),
              id);
        });
  }

  @Override
  public boolean remove(TenantId tenant, String owner, String digest, String reporter) {
    return database.write(session -> {
      boolean removed = delete(session, tenant, owner, digest, reporter);
      session.update(
          """
          DELETE FROM teacher WHERE tenant = ? AND owner = ? AND reporter = ? AND NOT EXISTS (
            SELECT 1 FROM lesson WHERE tenant = ? AND owner = ? AND reporter = ?)
          """,
          tenant.name(),
          owner,
          reporter,
          tenant.name(),
          owner,
          reporter);
      return removed;
    });
  }

  private static boolean delete(
      Session session, TenantId tenant, String owner, String digest, String reporter)
      throws SQLException {
    return session.update(
            """
            DELETE FROM lesson WHERE tenant = ? AND owner = ? AND digest = ? AND reporter = ?
            """,
            tenant.name(),
            owner,
            digest,
            reporter)
        > 0;
  }

  @Override
  public List<String> reporters(TenantId tenant, String owner, Instant since, int limit) {
    return database.read(session -> {
      List<String> found = new ArrayList<>();
      try (ResultSet row =
          session.query(
              """
              SELECT reporter FROM teacher WHERE tenant = ? AND owner = ? AND last >= ?
              ORDER BY reporter LIMIT ?
              """,
              tenant.name(),
              owner,
              TimeIds.first(since),
              limit)) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
      return found;
    });
  }

  @Override
  public List<Learnt> by(TenantId tenant, String owner, String reporter, Instant since, int limit) {
    return select(
        """
        SELECT id, tenant, owner, digest, spam, reporter, likeness FROM lesson
        WHERE tenant = ? AND owner = ? AND reporter = ? AND id >= ?
        ORDER BY id DESC LIMIT ?
        """,
        tenant.name(),
        owner,
        reporter,
        TimeIds.first(since),
        limit);
  }

  private List<Learnt> select(String sql, Object... parameters) {
    return database.read(session -> {
      List<Learnt> found = new ArrayList<>();
      try (ResultSet row = session.query(sql, parameters)) {
        while (row.next()) {
          found.add(learnt(row));
        }
      }
      return found;
    });
  }

  private static Learnt learnt(ResultSet row) throws SQLException {
    return new Learnt(
        new TenantId(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getInt(5) != 0,
        row.getString(6),
        row.getLong(7),
        TimeIds.time(row.getLong(1)));
  }

  @Override
  public long expire(Instant before, int most) {
    long byTime = TimeIds.first(before);
    long byNumber =
        database.read(session -> {
          String sql = "SELECT id FROM lesson ORDER BY id DESC LIMIT 1 OFFSET ?";
          try (ResultSet row = session.query(sql, most)) {
            return row.next() ? row.getLong(1) + 1 : Long.MIN_VALUE;
          }
        });
    return Portions.deleteBelow(database, "lesson", Math.max(byTime, byNumber));
  }
}
