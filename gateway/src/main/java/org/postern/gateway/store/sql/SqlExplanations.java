package org.postern.gateway.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.tenant.TenantId;

/// The evidence behind verdicts in SQL. Thread-safe as the database is.
public final class SqlExplanations implements Explanations {
  private final Database database;
  private final TimeIds ids = new TimeIds();

  public SqlExplanations(Database database) {
    this.database = database;
  }

  @Override
  public void put(List<Stored> explanations) {
    if (explanations.isEmpty()) {
      return;
    }
    database.write(session -> {
      PreparedStatement insert =
          session.prepare(
              """
              INSERT INTO explanation (id, tenant, ref, body) VALUES (?, ?, ?, ?)
              ON CONFLICT (tenant, ref) DO UPDATE SET id = excluded.id, body = excluded.body
              """);
      try (PackedText packer = new PackedText()) {
        for (Stored stored : explanations) {
          insert.setLong(1, ids.create(stored.time()));
          insert.setString(2, stored.tenant().name());
          insert.setString(3, stored.ref());
          insert.setBytes(4, packer.pack(stored.json()));
          insert.addBatch();
        }
      }
      return insert.executeBatch().length;
    });
  }

  @Override
  public List<Stored> find(Optional<TenantId> tenant, String ref) {
    Conditions conditions = new Conditions().tenant(tenant, "explanation").and("ref = ?", ref);
    return database.read(session -> {
      String sql = "SELECT id, tenant, body FROM explanation " + conditions.text();
      List<Stored> found = new ArrayList<>();
      try (ResultSet row = session.query(sql, conditions.parameters())) {
        while (row.next()) {
          found.add(
              new Stored(
                  new TenantId(row.getString(2)),
                  ref,
                  TimeIds.time(row.getLong(1)),
                  PackedText.unpack(row.getBytes(3))));
        }
      }
      return found;
    });
  }

  @Override
  public long expire(Instant before) {
    return Portions.deleteBelow(database, "explanation", TimeIds.first(before));
  }
}
