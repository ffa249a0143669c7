package org.postern.gateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.Samples;

/// A process that is killed while it appends.
class CrashTest {
  private static final int ENOUGH = 400;

  @TempDir Path dir;

  @RepeatedTest(2)
  void every_acknowledged_row_survives_a_kill_and_the_database_is_whole() throws Exception {
    Path file = dir.resolve("postern.db");
    Set<String> acknowledged = new HashSet<>();
    try (ChildJvm child = new ChildJvm("append", file)) {
      while (acknowledged.size() < ENOUGH) {
        String line = child.output().readLine();
        assertThat(line).as("the child ended after %d rows", acknowledged.size()).isNotNull();
        addStored(line, acknowledged);
      }
      child.kill();
      // Lines still in the pipe were acknowledged too; the last may be cut off by the kill.
      List<String> rest = child.output().lines().collect(Collectors.toList());
      if (!rest.isEmpty()) {
        rest.removeLast();
      }
      rest.forEach(line -> addStored(line, acknowledged));
    }
    try (Database database = Database.open(file)) {
      assertThat(integrity(database)).isEqualTo("ok");
      Set<String> kept = new HashSet<>();
      new SqlMailLog(database)
          .query(Optional.of(Samples.A), MailLog.Query.ALL, row -> kept.add(row.ref()));
      assertThat(kept).hasSizeGreaterThanOrEqualTo(ENOUGH).containsAll(acknowledged);
    }
  }

  private static void addStored(String line, Set<String> acknowledged) {
    if (line.startsWith(ChildJvm.STORED)) {
      acknowledged.add(line.substring(ChildJvm.STORED.length()));
    }
  }

  static String integrity(Database database) {
    return database.read(session -> {
      try (ResultSet result = session.query("PRAGMA integrity_check")) {
        return result.next() ? result.getString(1) : "no answer";
      }
    });
  }
}
