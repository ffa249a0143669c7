package org.postern.gateway.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.store.Review;
import org.postern.gateway.store.Reviews;
import org.postern.gateway.tenant.TenantId;

/// Requests for review in SQL. Thread-safe as the database is.
public final class SqlReviews implements Reviews {
  private final Database database;
  private final TimeIds ids = new TimeIds();

  public SqlReviews(Database database) {
    this.database = database;
  }

  @Override
  public Outcome add(TenantId tenant, Review review) {
    long id = ids.create(review.time());
    return database.write(session -> {
      if (count(session, "SELECT count(*) FROM review WHERE closed = 0") >= MOST_OPEN) {
        String known = "SELECT count(*) FROM review WHERE tenant = ? AND ref = ?";
        return count(session, known, tenant.name(), review.ref()) > 0
            ? Outcome.KNOWN
            : Outcome.FULL;
      }
      int added =
          session.update(
              """
              INSERT INTO review (id, tenant, ref, email, body, closed, answer)
              VALUES (?, ?, ?, ?, ?, 0, '')
              ON CONFLICT (tenant, ref) DO NOTHING
              """,
              id,
              tenant.name(),
              review.ref(),
              review.email(),
              review.text());
      return added == 1 ? Outcome.KEPT : Outcome.KNOWN;
    });
  }

  private static int count(Session session, String sql, Object... parameters) throws SQLException {
    try (ResultSet row = session.query(sql, parameters)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  @Override
  public List<Review> list(Optional<TenantId> tenant, boolean closedToo, int limit) {
    Conditions conditions = new Conditions();
    tenant.ifPresent(one -> conditions.and("tenant = ?", one.name()));
    if (!closedToo) {
      conditions.and("closed = 0");
    }
    return select(conditions, limit);
  }

  @Override
  public List<Review> find(Optional<TenantId> tenant, String ref) {
    return select(new Conditions().tenant(tenant, "review").and("ref = ?", ref), MOST_OPEN);
  }

  private List<Review> select(Conditions conditions, int limit) {
    String sql =
        "SELECT id, tenant, ref, email, body, closed, answer FROM review %s ORDER BY id DESC LIMIT ?"
            .formatted(conditions.text());
    return database.read(session -> {
      List<Review> found = new ArrayList<>();
      try (ResultSet row = session.query(sql, conditions.parameters(limit))) {
        while (row.next()) {
          found.add(review(row));
        }
      }
      return found;
    });
  }

  private static Review review(ResultSet row) throws SQLException {
    long closed = row.getLong(6);
    return new Review(
        new TenantId(row.getString(2)),
        row.getString(3),
        TimeIds.time(row.getLong(1)),
        row.getString(4),
        row.getString(5),
        closed == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(closed)),
        row.getString(7));
  }

  @Override
  public int close(Optional<TenantId> tenant, String ref, Instant at, String answer) {
    Conditions conditions =
        new Conditions().tenant(tenant, "review").and("ref = ?", ref).and("closed = 0");
    String sql = "UPDATE review SET closed = ?, answer = ? " + conditions.text();
    List<Object> parameters = new ArrayList<>(List.of(Math.max(1, at.toEpochMilli()), answer));
    parameters.addAll(List.of(conditions.parameters()));
    return database.write(session -> session.update(sql, parameters.toArray()));
  }

  @Override
  public long expire(Instant before) {
    return Portions.deleteBelow(database, "review", TimeIds.first(before));
  }
}
