package org.postern.gateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases of earlier versions, with rows in them.
class MigrationTest {

  @TempDir Path dir;

  @Test
  void lessons_of_version_7_stay_and_their_teachers_are_known() throws SQLException {
    Path file = dir.resolve("postern.db");
    String url = "jdbc:sqlite:" + file;
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(url, null, null)
        .locations("classpath:org/postern/gateway/store/sql/migrations")
        .placeholders(Dialect.SQLITE.placeholders())
        .target("7")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String row : LessonRows.BEFORE) {
        statement.execute(row);
      }
    }
    Database.open(file).close();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement, LessonRows.LESSONS)).isEqualTo(LessonRows.LESSONS_AFTER);
      assertThat(rows(statement, LessonRows.TEACHERS)).isEqualTo(LessonRows.TEACHERS_AFTER);
      assertThat(statement.executeUpdate(LessonRows.SECOND_WORD)).isEqualTo(1);
      assertThat(rows(statement, "PRAGMA user_version")).containsExactly("" + Schema.VERSION);
      assertThat(rows(statement, "SELECT name FROM sqlite_master WHERE name = 'lesson_reporter'"))
          .hasSize(1);
    }
  }

  private static List<String> rows(Statement statement, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        rows.add(
            IntStream.rangeClosed(1, columns)
                .mapToObj(column -> text(result, column))
                .collect(Collectors.joining("|")));
      }
    }
    return rows;
  }

  private static String text(ResultSet result, int column) {
    try {
      return result.getString(column);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
