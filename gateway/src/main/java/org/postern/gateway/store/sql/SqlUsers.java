package org.postern.gateway.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.store.StoreFailed;
import org.postern.gateway.store.Users;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.tenant.UserKeys;
import org.postern.gateway.tenant.UserSettings;
import org.postern.gateway.tenant.UserSnapshot.Chosen;
import org.postern.mail.address.EmailAddress;

/// Choices of users in SQL. Thread-safe as the database is.
public final class SqlUsers implements Users {
  private final Database database;

  public SqlUsers(Database database) {
    this.database = database;
  }

  @Override
  public List<Chosen> all() {
    return database.read(session -> {
      String sql =
          """
          SELECT tenant, address, infomail FROM user_choice ORDER BY tenant, folded, address
          """;
      List<Chosen> all = new ArrayList<>();
      try (ResultSet row = session.query(sql)) {
        while (row.next()) {
          all.add(
              new Chosen(
                  new TenantId(row.getString(1)),
                  address(row.getString(2)),
                  settings(row.getString(3))));
        }
      }
      return all;
    });
  }

  @Override
  public Optional<UserSettings> find(TenantId tenant, EmailAddress user, RecipientRules rules) {
    return database.read(session -> {
      Optional<UserSettings> found = Optional.empty();
      String sql =
          """
          SELECT address, infomail FROM user_choice WHERE tenant = ? AND folded = ? ORDER BY address
          """;
      try (ResultSet row = session.query(sql, tenant.name(), AddressKey.of(user.toString()))) {
        while (row.next()) {
          if (rules.same(address(row.getString(1)).local(), user.local())) {
            found = Optional.of(settings(row.getString(2)));
          }
        }
      }
      return found;
    });
  }

  @Override
  public void put(Chosen chosen, RecipientRules rules) {
    database.write(session -> {
      String folded = AddressKey.of(chosen.user().toString());
      for (String before : before(session, chosen, folded, rules)) {
        session.update(
            """
            DELETE FROM user_choice WHERE tenant = ? AND folded = ? AND address = ?
            """,
            chosen.tenant().name(),
            folded,
            before);
      }
      if (!chosen.settings().equals(UserSettings.NONE)) {
        session.update(
            """
            INSERT INTO user_choice (tenant, folded, address, infomail) VALUES (?, ?, ?, ?)
            """,
            chosen.tenant().name(),
            folded,
            chosen.user().toString(),
            UserKeys.infomail(chosen.settings()));
      }
      return session.update(
          """
          UPDATE change_count SET number = number + 1 WHERE what = 'user choice'
          """);
    });
  }

  /// Under which addresses this user chose before.
  private static List<String> before(
      Session session, Chosen chosen, String folded, RecipientRules rules) throws SQLException {
    String sql =
        """
        SELECT address FROM user_choice WHERE tenant = ? AND folded = ?
        """;
    List<String> before = new ArrayList<>();
    try (ResultSet row = session.query(sql, chosen.tenant().name(), folded)) {
      while (row.next()) {
        if (rules.same(address(row.getString(1)).local(), chosen.user().local())) {
          before.add(row.getString(1));
        }
      }
    }
    return before;
  }

  @Override
  public long version() {
    return database.read(SqlUsers::number);
  }

  private static long number(Session session) throws SQLException {
    String sql =
        """
        SELECT number FROM change_count WHERE what = 'user choice'
        """;
    try (ResultSet row = session.query(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static EmailAddress address(String text) {
    return EmailAddress.parse(text)
        .orElseThrow(() -> new StoreFailed("no address of a user in the database: " + text));
  }

  private static UserSettings settings(String infomail) {
    try {
      return UserKeys.with(UserSettings.NONE, "infomail", infomail);
    } catch (IllegalArgumentException wrong) {
      throw new StoreFailed(
          "a user's choice in the database is not readable: " + wrong.getMessage());
    }
  }
}
