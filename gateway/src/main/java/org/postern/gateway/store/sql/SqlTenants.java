package org.postern.gateway.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.gateway.store.Tenants;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.TenantId;

/// Tenants and their domains in SQL. Thread-safe as the database is.
public final class SqlTenants implements Tenants {
  private final Database database;

  public SqlTenants(Database database) {
    this.database = database;
  }

  @Override
  public List<Domain> domains() {
    return database.read(session -> {
      String sql =
          """
          SELECT tenant, name, route, settings FROM domain ORDER BY name
          """;
      // Most domains have the settings and the tenant of their neighbours.
      Map<String, DomainSettings> settings = new HashMap<>();
      Map<String, TenantId> tenants = new HashMap<>();
      List<Domain> domains = new ArrayList<>();
      try (ResultSet row = session.query(sql)) {
        while (row.next()) {
          domains.add(
              new Domain(
                  tenants.computeIfAbsent(row.getString(1), TenantId::new),
                  row.getString(2),
                  DomainText.route(row.getString(3)),
                  settings.computeIfAbsent(row.getString(4), DomainText::settings)));
        }
      }
      return domains;
    });
  }

  @Override
  public Optional<Domain> domain(TenantId tenant, String name) {
    return database.read(session -> {
      String sql =
          """
          SELECT name, route, settings FROM domain WHERE tenant = ? AND name = ?
          """;
      try (ResultSet row = session.query(sql, tenant.name(), lower(name))) {
        return row.next()
            ? Optional.of(
                new Domain(
                    tenant,
                    row.getString(1),
                    DomainText.route(row.getString(2)),
                    DomainText.settings(row.getString(3))))
            : Optional.empty();
      }
    });
  }

  @Override
  public void put(Domain domain) {
    database.write(session -> {
      refuseIfTaken(session, domain);
      session.update(
          """
          INSERT INTO domain (tenant, name, route, settings) VALUES (?, ?, ?, ?)
          ON CONFLICT (tenant, name) DO UPDATE
          SET route = excluded.route, settings = excluded.settings
          """,
          domain.tenant().name(),
          domain.name(),
          DomainText.route(domain.route()),
          DomainText.settings(domain.settings()));
      return countChange(session);
    });
  }

  private static void refuseIfTaken(Session session, Domain domain) throws SQLException {
    String sql =
        """
        SELECT tenant FROM domain WHERE name = ? AND tenant <> ?
        """;
    try (ResultSet row = session.query(sql, domain.name(), domain.tenant().name())) {
      if (row.next()) {
        throw new Taken(domain.name());
      }
    }
  }

  @Override
  public boolean remove(TenantId tenant, String name) {
    return database.write(session -> {
      int removed =
          session.update(
              """
              DELETE FROM domain WHERE tenant = ? AND name = ?
              """,
              tenant.name(),
              lower(name));
      if (removed > 0) {
        session.update(
            """
            DELETE FROM recipient WHERE tenant = ? AND domain = ?
            """,
            tenant.name(),
            lower(name));
      }
      return removed > 0 && countChange(session);
    });
  }

  private static boolean countChange(Session session) throws SQLException {
    session.update(
        """
        UPDATE change_count SET number = number + 1 WHERE what = 'domain'
        """);
    return true;
  }

  @Override
  public long version() {
    return database.read(session -> {
      String sql =
          """
          SELECT number FROM change_count WHERE what = 'domain'
          """;
      try (ResultSet row = session.query(sql)) {
        row.next();
        return row.getLong(1);
      }
    });
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
