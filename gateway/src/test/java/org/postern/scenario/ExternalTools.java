package org.postern.scenario;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// Programs that a test needs beside the JVM. In CI a missing one is a failure, elsewhere the test
/// is skipped and says so.
final class ExternalTools {

  private ExternalTools() {}

  static void need(String program) {
    boolean there =
        Stream.concat(
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                Stream.of("/usr/sbin", "/sbin"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("CI has no " + program);
    }
    assumeTrue(there, program + " is not installed");
  }
}
