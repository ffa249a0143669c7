package org.postern.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The program in a process of its own, as an operator runs it, on free ports and a data folder of
/// the test's.
final class PosternProcess implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("ready .*smtp=127\\.0\\.0\\.1:(\\d+).*");

  private final Process process;
  private final Path data;
  private final int port;

  private PosternProcess(Process process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
  }

  /// Starts a gateway and waits until it says that it is ready. `wrapper` goes before the command:
  /// strace, for example.
  static PosternProcess run(Path data, List<String> wrapper, String... more) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(java());
    return start(data, command, Map.of(), more);
  }

  /// The same with another command that starts the program, and more environment.
  static PosternProcess start(
      Path data, List<String> program, Map<String, String> environment, String... more)
      throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(
        List.of(
            "run", "--data", data.toString(), "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0"));
    command.addAll(List.of(more));
    Files.createDirectories(data);
    Path errors = data.resolve("stderr.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    Matcher ready = READY.matcher(line == null ? "" : line);
    if (!ready.matches()) {
      throw notReady(new PosternProcess(process, data, 0), line);
    }
    Thread.ofVirtual().start(() -> drain(out));
    return new PosternProcess(process, data, Integer.parseInt(ready.group(1)));
  }

  private static void drain(BufferedReader out) {
    try {
      out.transferTo(Writer.nullWriter());
    } catch (IOException _) {
      // It was killed, and its output closed.
    }
  }

  // One that closes its output ends by itself, with the exit code that is of interest.
  private static NotReady notReady(PosternProcess gateway, @Nullable String line) {
    boolean ended = false;
    try {
      ended = line == null && gateway.awaitEnd(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    gateway.kill();
    return new NotReady(
        ended ? OptionalInt.of(gateway.process.exitValue()) : OptionalInt.empty(),
        "the gateway did not start: " + line + "\n" + gateway.errors());
  }

  /// Starts a gateway.
  static PosternProcess run(Path data) throws IOException {
    return run(data, List.of());
  }

  /// Runs a command to its end and returns what it printed; the exit code must be the expected one.
  static String command(int expected, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int code = process.waitFor();
      if (code != expected) {
        throw new AssertionError(
            "exit " + code + " instead of " + expected + " of " + List.of(arguments) + ":\n" + out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return out;
  }

  static String command(String... arguments) throws IOException {
    return command(0, arguments);
  }

  InetSocketAddress smtp() {
    return new InetSocketAddress("127.0.0.1", port);
  }

  Path data() {
    return data;
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /// Everything it wrote to standard error so far.
  String errors() {
    try {
      return Files.readString(data.resolve("stderr.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SIGKILL, as a crash. Afterwards nothing of it runs or writes any more.
  void kill() {
    List<ProcessHandle> all = crash();
    all.forEach(one -> one.onExit().orTimeout(60, TimeUnit.SECONDS).join());
  }

  /// SIGKILL, without waiting for the end; returns what was killed.
  List<ProcessHandle> crash() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    return all;
  }

  /// SIGTERM; returns the exit code.
  int terminate(Duration patience) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the gateway did not end within " + patience + "\n" + errors());
    }
    return process.exitValue();
  }

  boolean awaitEnd(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    kill();
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        "org.postern.gateway.app.Main");
  }

  /// It ended, or said something else, before it was ready.
  static final class NotReady extends IOException {
    private static final long serialVersionUID = 1;

    private final transient OptionalInt exit;

    NotReady(OptionalInt exit, String message) {
      super(message);
      this.exit = exit;
    }

    /// Its exit code; none when it had to be ended.
    OptionalInt exit() {
      return exit;
    }
  }
}
