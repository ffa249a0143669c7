package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.postern.gateway.store.Samples.NOON;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;

/// Types commands at a program in memory.
abstract class TypedCommands {

  static final String REF = "01M4-8K2J-7QXD-0TZF";
  static final String OTHER = "01M4-8K2J-7QXD-0TZG";

  @TempDir Path data;
  final FakeProgram program = new FakeProgram();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  boolean screen;
  byte[] input = new byte[0];
  Clock clock = Clock.fixed(NOON.plus(Duration.ofMinutes(30)), ZoneOffset.UTC);
  final Stopping stopping = Stopping.byCall();

  int run(String... args) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8),
            screen,
            false);
    return new Commands(program, terminal, clock, stopping).run(args);
  }

  /// On the stores in `data`.
  int runHere(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--data";
    all[args.length + 1] = data.toString();
    return run(all);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  /// All that was said.
  String said() {
    return out() + err();
  }

  /// A file or folder in `data`.
  String at(String name) {
    return data.resolve(name).toString();
  }
}
