package org.postern.scenario;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// What a test needs of the machine beside the JVM. In CI a missing one is a failure, elsewhere the
/// test is skipped and says so.
final class ExternalTools {

  private ExternalTools() {}

  static void need(String program) {
    boolean there =
        Stream.concat(
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                Stream.of("/usr/sbin", "/sbin"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    need(there, program + " is not installed");
  }

  /// So many open files, in this process and in those it starts.
  static void needFiles(int files) {
    long most =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : 0;
    need(most >= files, "a limit of open files of " + files + " is needed, it is " + most);
  }

  private static void need(boolean there, String otherwise) {
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("in CI " + otherwise);
    }
    assumeTrue(there, otherwise);
  }
}
