package org.postern.gateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The migrations keep to what SQLite and PostgreSQL have in common. Runs where the programs of
/// PostgreSQL are installed; the server has a folder and a socket of its own, and ends with the
/// test.
@Timeout(120)
class PostgresMigrationTest {

  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final Map<String, String> PLACEHOLDERS =
      Map.of("id", "BIGINT", "bytes", "BYTEA", "octets", "COLLATE \"C\"");

  @TempDir Path dir;
  private Path programs = Path.of(".");
  private Optional<Process> server = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    Optional<Path> found = newest();
    assumeTrue(found.isPresent(), "SKIPPED: PostgreSQL is not installed");
    programs = found.get();
    assumeTrue(
        run(command("initdb", "-D", data(), "-U", "test", "-A", "trust", "--no-sync")) == 0,
        "SKIPPED: this user may not make a database of PostgreSQL");
    List<String> postgres =
        command("postgres", "-D", data(), "-k", dir.toString(), "-c", "listen_addresses=", "-F");
    server =
        Optional.of(
            new ProcessBuilder(postgres)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("server.log").toFile())
                .start());
    for (int i = 0; i < 200 && !psql("SELECT 1").equals(List.of("1")); i++) {
      Thread.sleep(50);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (server.isPresent()) {
      server.get().destroy();
      server.get().waitFor(20, TimeUnit.SECONDS);
    }
  }

  private String data() {
    return dir.resolve("data").toString();
  }

  private static Optional<Path> newest() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  // PostgreSQL refuses to run as root; in a user namespace of its own nobody is.
  private List<String> command(String program, String... arguments) {
    List<String> words = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("unshare", "-U"));
    }
    words.add(programs.resolve(program).toString());
    words.addAll(List.of(arguments));
    return words;
  }

  private int run(List<String> words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("run.log").toFile())
            .start();
    return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /// The rows that came; what is wrong is one of them.
  private List<String> psql(String sql) throws IOException, InterruptedException {
    Path out = dir.resolve("psql.out");
    Process process =
        new ProcessBuilder(
                programs.resolve("psql").toString(),
                "-h",
                dir.toString(),
                "-U",
                "test",
                "-d",
                "postgres",
                "-qtAX",
                "-v",
                "ON_ERROR_STOP=1",
                "-f",
                "-")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try (var in = process.getOutputStream()) {
      in.write(sql.getBytes(StandardCharsets.UTF_8));
    }
    process.waitFor(60, TimeUnit.SECONDS);
    return Files.readAllLines(out);
  }

  private static List<Path> migrations() throws Exception {
    Path folder = Path.of(Schema.class.getResource("migrations/V1__first.sql").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.comparingInt(PostgresMigrationTest::version)).toList();
    }
  }

  private static int version(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
  }

  private static String sql(Path file) throws IOException {
    String text = Files.readString(file);
    for (Map.Entry<String, String> one : PLACEHOLDERS.entrySet()) {
      text = text.replace("${" + one.getKey() + "}", one.getValue());
    }
    return text;
  }

  @Test
  void all_migrations_run_and_lessons_of_version_7_stay() throws Exception {
    for (Path file : migrations()) {
      if (version(file) == 8) {
        assertThat(psql(String.join(";\n", LessonRows.BEFORE) + ";")).isEmpty();
      }
      assertThat(psql(sql(file))).as("%s", file.getFileName()).isEmpty();
    }
    assertThat(psql(LessonRows.LESSONS)).isEqualTo(LessonRows.LESSONS_AFTER);
    assertThat(psql(LessonRows.TEACHERS)).isEqualTo(LessonRows.TEACHERS_AFTER);
    assertThat(psql(LessonRows.SECOND_WORD)).isEmpty();
    assertThat(psql(LessonRows.SECOND_WORD)).first().asString().contains("duplicate key");
  }
}
