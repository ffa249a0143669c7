package org.postern.mail.mime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Third-party suites and corpora, read from the folders that the environment names.
public final class Suites {

  private Suites() {}

  /// A folder below that in POSTERN_SUITES; skips the test, saying so, where it is not there.
  public static Path folder(String name) {
    return below("POSTERN_SUITES", name);
  }

  /// A folder below that in POSTERN_CORPORA; skips the test, saying so, where it is not there.
  public static Path corpus(String name) {
    return below("POSTERN_CORPORA", name);
  }

  private static Path below(String variable, String name) {
    String root = System.getenv(variable);
    boolean there = root != null && Files.exists(Path.of(root, name));
    if (!there) {
      System.out.println("SKIPPED: " + variable + " names no folder that holds " + name);
    }
    assumeTrue(there, variable + " names no folder that holds " + name);
    return Path.of(root == null ? "" : root, name);
  }

  public static List<Path> files(Path folder, String suffix) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(suffix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
