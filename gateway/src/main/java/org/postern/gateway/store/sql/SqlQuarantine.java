package org.postern.gateway.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.engine.verdict.Category;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.store.StoreFailed;
import org.postern.gateway.tenant.TenantId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Held messages: entries in SQL, bodies in files.
///
/// A file is on the disk before the entries that name it, and goes after them. So an entry always
/// has its message, whenever the power fails.
///
/// Thread-safe as the database is; so are several processes.
public final class SqlQuarantine implements Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(SqlQuarantine.class);
  private static final int EXPIRED_AT_ONCE = 500;

  /// A file without entry may be one that is just being held, unless it is that old.
  private static final Duration ORPHANED = Duration.ofHours(1);

  private final Database database;
  private final HeldFiles files;
  private final InstantSource clock;
  private final TimeIds ids = new TimeIds();

  /// @param folder of the bodies; made when there is none
  public SqlQuarantine(Database database, Path folder, InstantSource clock) {
    this.database = database;
    this.files = new HeldFiles(folder);
    this.clock = clock;
  }

  @Override
  public void hold(List<Held> entries, byte[] message) throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    String ref = entries.getFirst().ref();
    if (!HeldFiles.isReference(ref) || entries.stream().anyMatch(e -> !e.ref().equals(ref))) {
      throw new IllegalArgumentException("entries of one reference, not: " + entries);
    }
    if (database.read(session -> allThere(session, entries))) {
      return;
    }
    Map<String, String> written = new HashMap<>();
    byte[] compressed = HeldFiles.compress(message);
    for (Held entry : entries) {
      String tenant = entry.tenant().name();
      if (!written.containsKey(tenant)) {
        written.put(tenant, files.write(tenant, ref, compressed));
      }
    }
    // Should this fail, the files stay for the sweep: the transaction may have happened all the
    // same.
    delete(new Removed(0, stored(() -> database.write(s -> insert(s, ref, written, entries)))));
  }

  private static boolean allThere(Session session, List<Held> entries) throws SQLException {
    String sql =
        """
        SELECT id FROM held WHERE tenant = ? AND ref = ? AND rcpt = ?
        """;
    for (Held entry : entries) {
      try (ResultSet row = session.query(sql, entry.tenant().name(), entry.ref(), entry.rcpt())) {
        if (!row.next()) {
          return false;
        }
      }
    }
    return true;
  }

  /// Writes message and entries where there are none yet; gives the files that are not needed.
  private List<String> insert(
      Session session, String ref, Map<String, String> written, List<Held> entries)
      throws SQLException {
    List<String> surplus = new ArrayList<>();
    for (Map.Entry<String, String> file : written.entrySet()) {
      int inserted =
          session.update(
              """
              INSERT INTO held_message (tenant, ref, file) VALUES (?, ?, ?)
              ON CONFLICT (tenant, ref) DO NOTHING
              """,
              file.getKey(),
              ref,
              file.getValue());
      if (inserted == 0) {
        surplus.add(file.getValue());
      }
    }
    for (Held entry : entries) {
      session.update(
          """
          INSERT INTO held (
            id, tenant, ref, rcpt, rcpt_key, mail_from, subject, message_id, category, score,
            size, envelope, expires, claimed)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
          ON CONFLICT (tenant, ref, rcpt) DO NOTHING
          """,
          ids.create(entry.time()),
          entry.tenant().name(),
          ref,
          entry.rcpt(),
          AddressKey.of(entry.rcpt()),
          entry.mailFrom(),
          entry.subject(),
          entry.messageId(),
          entry.category().name(),
          entry.score(),
          entry.size(),
          entry.envelope(),
          entry.expires().toEpochMilli());
    }
    return surplus;
  }

  @Override
  public void list(Optional<TenantId> tenant, Query query, Consumer<Held> receiver) {
    Conditions conditions = new Conditions();
    if (tenant.isPresent() || query.to().isPresent()) {
      conditions.tenant(tenant, "held");
    }
    query.category().ifPresent(category -> conditions.and("category = ?", category.name()));
    conditions
        .address("rcpt_key", query.to())
        .since(query.since())
        .and("claimed <= ?", claimsLapsed());
    deliver(conditions, query.limit(), receiver);
  }

  @Override
  public List<Held> entries(Optional<TenantId> tenant, String ref) {
    List<Held> entries = new ArrayList<>();
    Conditions conditions =
        new Conditions()
            .tenant(tenant, "held")
            .and("ref = ?", ref)
            .and("claimed <= ?", claimsLapsed());
    deliver(conditions, Query.ALL.limit(), entries::add);
    return entries;
  }

  private void deliver(Conditions conditions, int limit, Consumer<Held> receiver) {
    Portions.rows(
        database,
        """
        SELECT id, tenant, ref, rcpt, mail_from, subject, message_id, category, score, size,
          envelope, expires
        FROM held WHERE id = ?
        """,
        Portions.ids(database, "held", conditions, limit),
        SqlQuarantine::entry,
        receiver);
  }

  private static Held entry(ResultSet row) throws SQLException {
    return new Held(
        new TenantId(row.getString(2)),
        row.getString(3),
        TimeIds.time(row.getLong(1)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        Category.valueOf(row.getString(8)),
        row.getDouble(9),
        row.getLong(10),
        row.getString(11),
        Instant.ofEpochMilli(row.getLong(12)));
  }

  @Override
  public Optional<byte[]> message(TenantId tenant, String ref) throws IOException {
    Optional<String> file = stored(() -> database.read(s -> file(s, tenant.name(), ref)));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Optional<byte[]> message = files.read(file.get());
    if (message.isEmpty()
        && stored(() -> database.read(s -> file(s, tenant.name(), ref))).equals(file)) {
      throw new IOException("the file of a held message is gone: " + file.get());
    }
    return message;
  }

  private static Optional<String> file(Session session, String tenant, String ref)
      throws SQLException {
    String sql =
        """
        SELECT file FROM held_message WHERE tenant = ? AND ref = ?
        """;
    try (ResultSet row = session.query(sql, tenant, ref)) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  @Override
  public boolean claim(TenantId tenant, String ref, String rcpt) {
    int claimed =
        database.write(session ->
            session.update(
                """
                UPDATE held SET claimed = ?
                WHERE tenant = ? AND ref = ? AND rcpt = ? AND claimed <= ?
                """,
                clock.millis(),
                tenant.name(),
                ref,
                rcpt,
                claimsLapsed()));
    return claimed == 1;
  }

  @Override
  public void unclaim(TenantId tenant, String ref, String rcpt) {
    database.write(session ->
        session.update(
            """
            UPDATE held SET claimed = 0 WHERE tenant = ? AND ref = ? AND rcpt = ?
            """,
            tenant.name(),
            ref,
            rcpt));
  }

  /// Claims of that moment and before, 0 for none at all, no longer count.
  private long claimsLapsed() {
    return clock.instant().minus(CLAIM).toEpochMilli();
  }

  @Override
  public boolean remove(TenantId tenant, String ref, String rcpt) throws IOException {
    Removed removed =
        stored(() ->
            database.write(session -> {
              int entries =
                  session.update(
                      """
                      DELETE FROM held WHERE tenant = ? AND ref = ? AND rcpt = ?
                      """,
                      tenant.name(),
                      ref,
                      rcpt);
              Optional<String> file =
                  entries == 0 ? Optional.empty() : removeMessage(session, tenant.name(), ref);
              return new Removed(entries, file.stream().toList());
            }));
    delete(removed);
    return removed.entries > 0;
  }

  /// Entries that are gone, and the files that go with them.
  private record Removed(int entries, List<String> files) {}

  // The entries are gone, and that cannot be undone: a file that stays is for the sweep.
  private void delete(Removed removed) {
    for (String file : removed.files) {
      try {
        files.delete(file);
      } catch (IOException e) {
        LOG.warn("the file of a message that is no longer held stays until the sweep: {}", file, e);
      }
    }
  }

  /// Takes the message out of the index if no entry is left; gives its file.
  private static Optional<String> removeMessage(Session session, String tenant, String ref)
      throws SQLException {
    String sql =
        """
        SELECT id FROM held WHERE tenant = ? AND ref = ? LIMIT 1
        """;
    try (ResultSet row = session.query(sql, tenant, ref)) {
      if (row.next()) {
        return Optional.empty();
      }
    }
    Optional<String> file = file(session, tenant, ref);
    session.update(
        """
        DELETE FROM held_message WHERE tenant = ? AND ref = ?
        """,
        tenant,
        ref);
    return file;
  }

  @Override
  public long expire(Instant now) throws IOException {
    long all = 0;
    Removed removed;
    do {
      removed = stored(() -> database.write(session -> expireSome(session, now)));
      delete(removed);
      all += removed.entries;
    } while (removed.entries == EXPIRED_AT_ONCE);
    return all;
  }

  private Removed expireSome(Session session, Instant now) throws SQLException {
    String sql =
        """
        SELECT id, tenant, ref FROM held WHERE expires <= ? AND claimed <= ? LIMIT ?
        """;
    List<Long> entries = new ArrayList<>();
    Set<List<String>> messages = new LinkedHashSet<>();
    try (ResultSet row = session.query(sql, now.toEpochMilli(), claimsLapsed(), EXPIRED_AT_ONCE)) {
      while (row.next()) {
        entries.add(row.getLong(1));
        messages.add(List.of(row.getString(2), row.getString(3)));
      }
    }
    for (long id : entries) {
      session.update("DELETE FROM held WHERE id = ?", id);
    }
    List<String> unneeded = new ArrayList<>();
    for (List<String> message : messages) {
      removeMessage(session, message.getFirst(), message.getLast()).ifPresent(unneeded::add);
    }
    return new Removed(entries.size(), unneeded);
  }

  /// Deletes files that no entry names: what crashes left over. Tells how many. For the start of
  /// the gateway; harmless at any time.
  public long sweep() throws IOException {
    return files.sweep(clock.instant().minus(ORPHANED), this::needed);
  }

  private boolean needed(String name) {
    return database.read(session -> {
      try (ResultSet row = session.query("SELECT 1 FROM held_message WHERE file = ?", name)) {
        return row.next();
      }
    });
  }

  /// The failures of the database as those of files, where both can happen.
  private static <T> T stored(Supplier<T> work) throws IOException {
    try {
      return work.get();
    } catch (StoreFailed e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
