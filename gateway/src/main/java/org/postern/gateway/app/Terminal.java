package org.postern.gateway.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command reads and writes. Text is UTF-8, whatever the machine thinks.
///
/// @param out results; flushed at the end
/// @param err everything else
/// @param outIsScreen whether a person reads `out`
/// @param errIsScreen whether a person reads `err`
record Terminal(
    InputStream in, PrintStream out, PrintStream err, boolean outIsScreen, boolean errIsScreen) {

  private static final int CHECK_EVERY = 256;

  /// That of the process. The launcher tells which of the streams are screens.
  static Terminal ofProcess() {
    String screens = System.getProperty("postern.screens", "");
    return new Terminal(
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        screens.contains("1"),
        screens.contains("2"));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
        false,
        StandardCharsets.UTF_8);
  }

  /// Writes one line of a result.
  void line(Object text) {
    out.print(text);
    out.print('\n');
  }

  /// Tells the person something that is not a result.
  void say(String text) {
    err.print(text);
    err.print('\n');
    err.flush();
  }

  /// A printer of many lines, that notices when nobody reads them any more.
  java.util.function.Consumer<Object> lines() {
    int[] count = {0};
    return text -> {
      line(text);
      if (++count[0] % CHECK_EVERY == 0 && out.checkError()) {
        throw new OutputClosed();
      }
    };
  }

  void flush() {
    out.flush();
    err.flush();
  }

  /// Whoever read our output has gone: `postern log | head`.
  static final class OutputClosed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
