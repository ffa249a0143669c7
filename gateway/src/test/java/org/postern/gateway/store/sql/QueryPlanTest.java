package org.postern.gateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.NOON;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.tenant.TenantId;

/// Every search of the mail log goes along an index.
class QueryPlanTest {
  @TempDir Path dir;

  @Test
  void searches_of_a_tenant_use_the_index_made_for_them() {
    try (Database database = Database.open(dir.resolve("postern.db"))) {
      Optional<TenantId> tenant = Optional.of(A);
      assertThat(plan(database, tenant, query("", "", ""))).contains("mail_log_time (tenant=? AND");
      assertThat(plan(database, tenant, query("R", "", ""))).contains("mail_log_ref (tenant=? AND");
      assertThat(plan(database, tenant, query("", "r@y.test", "")))
          .contains("mail_log_rcpt (tenant=? AND rcpt_key=? AND");
      assertThat(plan(database, tenant, query("", "@y.test", "")))
          .contains("mail_log_rcpt (tenant=? AND rcpt_key>");
      assertThat(plan(database, tenant, query("", "", "@x.test")))
          .contains("mail_log_from (tenant=? AND from_key>");
    }
  }

  @Test
  void searches_of_the_operator_use_them_too() {
    try (Database database = Database.open(dir.resolve("postern.db"))) {
      Optional<TenantId> all = Optional.empty();
      assertThat(plan(database, all, query("", "", ""))).contains("INTEGER PRIMARY KEY (rowid>?)");
      assertThat(plan(database, all, query("R", "", ""))).contains("mail_log_ref (tenant=? AND");
      assertThat(plan(database, all, query("", "@y.test", "")))
          .contains("mail_log_rcpt (tenant=? AND rcpt_key>");
    }
  }

  private static MailLog.Query query(String ref, String to, String from) {
    return new MailLog.Query(Optional.of(NOON), some(ref), some(to), some(from), 50);
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static String plan(Database database, Optional<TenantId> tenant, MailLog.Query query) {
    Conditions conditions = SqlMailLog.conditions(tenant, query);
    return database.read(session -> {
      String sql =
          "EXPLAIN QUERY PLAN SELECT id FROM mail_log "
              + conditions.text()
              + " ORDER BY id DESC LIMIT ?";
      StringBuilder plan = new StringBuilder();
      try (ResultSet row = session.query(sql, conditions.parameters(50))) {
        while (row.next()) {
          plan.append(row.getString("detail")).append('\n');
        }
      }
      return plan.toString();
    });
  }
}
