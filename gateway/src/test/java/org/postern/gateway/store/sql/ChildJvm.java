package org.postern.gateway.store.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.gateway.store.Samples;
import org.postern.gateway.tenant.TenantId;

/// Another process that uses the same database. It says on its output what has been done.
final class ChildJvm implements AutoCloseable {
  /// Before the reference of a stored row, as log events may stand on the output too.
  static final String STORED = "stored ";

  private final Process process;
  private final BufferedReader output;

  /// @param task `domain` adds a domain and ends; `append` appends rows until it is killed
  ChildJvm(String task, Path database) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ChildJvm.class.getName(),
                task,
                database.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  BufferedReader output() {
    return output;
  }

  int exitCode() throws InterruptedException {
    return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    // Not by the Process itself, which would close the pipe with lines still in it.
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }

  public static void main(String[] arguments) {
    Database database = Database.open(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "domain" -> {
        new SqlTenants(database).put(Samples.domain(new TenantId("child"), "child.test"));
        database.close();
      }
      case "append" -> append(database);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /// Four threads, so that groups are committed; each says the number of a row once it is stored.
  @SuppressWarnings("SystemOut") // The output is what the parent reads.
  private static void append(Database database) {
    SqlMailLog log = new SqlMailLog(database);
    for (int i = 0; i < 4; i++) {
      int thread = i;
      Thread.ofPlatform()
          .start(() -> {
            for (int row = 0; row < 1_000_000; row++) {
              String ref = thread + "-" + row;
              log.append(
                  List.of(Samples.row(Samples.A, Samples.NOON, ref, "s@x.test", "r@y.test")));
              System.out.println(STORED + ref);
            }
          });
    }
  }
}
