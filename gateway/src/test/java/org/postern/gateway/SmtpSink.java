package org.postern.gateway;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Postfix's smtp-sink as a next hop: a foreign server with faults to order. Ended when closed.
///
/// Where it is not installed the test is skipped and says so; where the environment has `CI=true`
/// it fails.
public final class SmtpSink implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/smtp-sink");

  private final Process process;
  private final int port;

  private SmtpSink(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts one on a free port of the loopback interface.
  public static SmtpSink start(String... options) {
    if (!Files.isExecutable(PROGRAM)) {
      String missing = "NOT TESTED: " + PROGRAM + " is missing (Debian: postfix)";
      if ("true".equals(System.getenv("CI"))) {
        fail(missing);
      }
      abort(missing);
    }
    try {
      int port = freePort();
      var command = new ArrayList<String>(List.of(PROGRAM.toString()));
      if ("root".equals(System.getProperty("user.name"))) {
        command.addAll(List.of("-u", "nobody")); // it refuses to run as root
      }
      command.addAll(List.of(options));
      command.addAll(List.of("127.0.0.1:" + port, "100"));
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      var sink = new SmtpSink(process, port);
      sink.awaitListening();
      return sink;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /// CPU time the server used so far.
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private void awaitListening() throws IOException {
    IOException last = new IOException("not tried");
    for (int i = 0; i < 1_000; i++) {
      try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected()) {
          return;
        }
      } catch (IOException e) {
        last = e;
      }
      pause();
    }
    close();
    throw last;
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
