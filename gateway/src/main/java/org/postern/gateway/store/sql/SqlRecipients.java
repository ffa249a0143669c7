package org.postern.gateway.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.postern.gateway.store.Recipients;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;

/// Listed recipients in SQL. Thread-safe as the database is.
public final class SqlRecipients implements Recipients {
  private static final int PORTION = 1000;

  private final Database database;

  public SqlRecipients(Database database) {
    this.database = database;
  }

  @Override
  public int add(TenantId tenant, String domain, Collection<String> locals) {
    return locals.isEmpty()
        ? 0
        : database.write(session -> insert(session, tenant, domain, locals));
  }

  private static int insert(
      Session session, TenantId tenant, String domain, Collection<String> locals)
      throws SQLException {
    PreparedStatement insert =
        session.prepare(
            """
            INSERT INTO recipient (tenant, domain, folded, local) VALUES (?, ?, ?, ?)
            ON CONFLICT (tenant, domain, folded, local) DO NOTHING
            """);
    int added = 0;
    for (String local : locals) {
      insert.setString(1, tenant.name());
      insert.setString(2, lower(domain));
      insert.setString(3, RecipientRules.folded(local));
      insert.setString(4, local);
      added += insert.executeUpdate();
    }
    return added;
  }

  @Override
  public int remove(TenantId tenant, String domain, Collection<String> locals) {
    return database.write(session -> {
      int removed = 0;
      for (String local : locals) {
        removed +=
            session.update(
                """
                DELETE FROM recipient WHERE tenant = ? AND domain = ? AND folded = ?
                """,
                tenant.name(),
                lower(domain),
                RecipientRules.folded(local));
      }
      return removed;
    });
  }

  @Override
  public void replace(TenantId tenant, String domain, Collection<String> locals) {
    database.write(session -> {
      session.update(
          """
          DELETE FROM recipient WHERE tenant = ? AND domain = ?
          """,
          tenant.name(),
          lower(domain));
      return insert(session, tenant, domain, locals);
    });
  }

  @Override
  public boolean contains(TenantId tenant, String domain, String local, boolean exact) {
    String folded = RecipientRules.folded(local);
    return database.read(session -> {
      String sql =
          """
          SELECT local FROM recipient WHERE tenant = ? AND domain = ? AND folded = ?
          """;
      try (ResultSet row = session.query(sql, tenant.name(), lower(domain), folded)) {
        while (row.next()) {
          if (!exact || row.getString(1).equals(local)) {
            return true;
          }
        }
        return false;
      }
    });
  }

  @Override
  public void list(TenantId tenant, String domain, Consumer<String> receiver) {
    String[] last = {"", ""};
    List<String[]> portion;
    do {
      portion = portion(tenant, lower(domain), last);
      portion.forEach(entry -> receiver.accept(entry[1]));
      last = portion.isEmpty() ? last : portion.getLast();
    } while (portion.size() == PORTION);
  }

  private List<String[]> portion(TenantId tenant, String domain, String[] after) {
    return database.read(session -> {
      String sql =
          """
          SELECT folded, local FROM recipient
          WHERE tenant = ? AND domain = ? AND (folded, local) > (?, ?)
          ORDER BY folded, local LIMIT ?
          """;
      List<String[]> found = new ArrayList<>();
      try (ResultSet row = session.query(sql, tenant.name(), domain, after[0], after[1], PORTION)) {
        while (row.next()) {
          found.add(new String[] {row.getString(1), row.getString(2)});
        }
      }
      return found;
    });
  }

  private static String lower(String domain) {
    return domain.toLowerCase(Locale.ROOT);
  }
}
