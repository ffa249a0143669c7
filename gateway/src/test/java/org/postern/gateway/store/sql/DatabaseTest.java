package org.postern.gateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.NOON;
import static org.postern.gateway.store.Samples.domain;
import static org.postern.gateway.store.Samples.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.StoreFailed;
import org.postern.gateway.store.Together;
import org.postern.gateway.tenant.Domains;
import org.postern.gateway.tenant.TenantId;

class DatabaseTest {
  @TempDir Path dir;

  private Path file() {
    return dir.resolve("data/postern.db");
  }

  @Test
  void what_was_stored_is_there_when_it_is_opened_again() {
    try (Database database = Database.open(file())) {
      new SqlTenants(database).put(domain(A, "example.org"));
    }
    try (Database database = Database.open(file())) {
      assertThat(new SqlTenants(database).domains()).containsExactly(domain(A, "example.org"));
    }
  }

  @Test
  void a_change_in_one_is_seen_by_another_on_the_same_file() {
    try (Database one = Database.open(file());
        Database other = Database.open(file())) {
      SqlTenants gateway = new SqlTenants(one);
      Domains domains = new Domains(gateway::version, gateway::domains);
      assertThat(domains.refreshIfChanged()).isTrue();
      assertThat(domains.refreshIfChanged()).isFalse();
      new SqlTenants(other).put(domain(A, "example.org"));
      assertThat(domains.refreshIfChanged()).isTrue();
      assertThat(domains.snapshot().find("example.org")).contains(domain(A, "example.org"));
      new SqlTenants(other).remove(A, "example.org");
      assertThat(domains.refreshIfChanged()).isTrue();
      assertThat(domains.snapshot().find("example.org")).isEmpty();
    }
  }

  @Test
  void one_that_has_written_and_is_idle_keeps_nobody_out() {
    try (Database one = Database.open(file());
        Database other = Database.open(file())) {
      for (int i = 0; i < 3; i++) {
        new SqlTenants(one).put(domain(A, "one" + i + ".example"));
        new SqlTenants(other).put(domain(A, "other" + i + ".example"));
      }
      assertThat(new SqlTenants(one).domains()).hasSize(6);
    }
  }

  @Test
  void another_process_adds_a_domain_while_this_one_writes() throws Exception {
    try (Database database = Database.open(file());
        ChildJvm child = new ChildJvm("domain", file())) {
      SqlTenants tenants = new SqlTenants(database);
      SqlMailLog log = new SqlMailLog(database);
      long before = tenants.version();
      int rows = 0;
      while (tenants.version() == before && rows < 100_000) {
        log.append(List.of(row(A, NOON, "R" + rows, "s@x.test", "r@y.test")));
        rows++;
      }
      assertThat(child.exitCode()).isZero();
      assertThat(tenants.domain(new TenantId("child"), "child.test")).isPresent();
      List<String> refs = new ArrayList<>();
      log.query(Optional.of(A), MailLog.Query.ALL, found -> refs.add(found.ref()));
      assertThat(refs).hasSize(rows);
    }
  }

  @Test
  void a_failure_among_works_done_together_undoes_only_itself() throws Exception {
    try (Database database = Database.open(file())) {
      SqlTenants tenants = new SqlTenants(database);
      List<Callable<Boolean>> works =
          IntStream.range(0, 40)
              .<Callable<Boolean>>mapToObj(i -> () -> putOrFail(database, tenants, i))
              .toList();
      assertThat(Together.run(works)).filteredOn(done -> done).hasSize(20);
      assertThat(tenants.domains()).hasSize(20);
    }
  }

  private static boolean putOrFail(Database database, SqlTenants tenants, int number) {
    if (number % 2 == 0) {
      tenants.put(domain(A, number + ".test"));
      return true;
    }
    assertThatThrownBy(() ->
            database.write(session -> {
              session.update(
                  "INSERT INTO domain VALUES ('x', ?, '0 25 h', '{}')", number + ".test");
              return session.update("INSERT INTO domain VALUES ('x', NULL, '', '')");
            }))
        .isInstanceOf(StoreFailed.class);
    return false;
  }

  @Test
  void a_database_of_a_newer_program_is_refused_in_clear_words() {
    try (Database database = Database.open(file())) {
      database.write(session -> session.update("PRAGMA user_version = 999"));
    }
    assertThatThrownBy(() -> Database.open(file()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("newer")
        .hasMessageContaining("999")
        .hasMessageContaining("postern.db");
  }

  @Test
  void something_that_is_no_database_is_refused_and_left_alone() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "this is not a database, but somebody's letters\n".repeat(100));
    assertThatThrownBy(() -> Database.open(file()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("postern.db");
    assertThat(file()).content().startsWith("this is not");
  }

  @Test
  void a_closed_database_says_so() {
    Database database = Database.open(file());
    SqlTenants tenants = new SqlTenants(database);
    database.close();
    assertThatThrownBy(() -> tenants.put(domain(A, "x.test"))).isInstanceOf(StoreFailed.class);
    assertThatThrownBy(tenants::domains).isInstanceOf(StoreFailed.class);
  }

  @Test
  void the_number_of_the_schema_is_that_of_the_newest_migration() throws Exception {
    Path folder = Path.of(Schema.class.getResource("migrations/V1__first.sql").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(
              files
                  .map(path -> path.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"))
                  .mapToInt(Integer::parseInt)
                  .max())
          .hasValue(Schema.VERSION);
    }
  }

  @Test
  void each_commit_is_flushed_to_the_disk() {
    try (Database database = Database.open(file())) {
      String modes =
          database.write(session -> {
            try (ResultSet mode = session.query("PRAGMA journal_mode");
                ResultSet flush = session.query("PRAGMA synchronous")) {
              return mode.getString(1) + " " + flush.getInt(1);
            }
          });
      assertThat(modes).isEqualTo("wal 2");
    }
  }
}
