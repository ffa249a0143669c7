package org.postern.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The library of `src/test/c/faulty_sync.c`, built for this run: it lets the N-th fsync of a
/// process fail, or ends the process there.
public final class FaultySyncs {

  /// What happens at the call.
  public enum Kind {
    /// SIGKILL, just before the call.
    KILL("kill"),
    /// The call fails with "Input/output error".
    EIO("5"),
    /// The call fails with "No space left on device".
    ENOSPC("28");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /// A call: what became of it, and its file.
  public record Call(int number, boolean failed, String file) {}

  private final Path library;

  private FaultySyncs(Path library) {
    this.library = library;
  }

  /// Needs `cc`.
  public static FaultySyncs build(Path folder) throws IOException, InterruptedException {
    Path source =
        Path.of(System.getProperty("postern.root", ".."))
            .resolve("gateway/src/test/c/faulty_sync.c");
    Path library = folder.resolve("faulty_sync.so");
    Process compiler =
        new ProcessBuilder(
                List.of(
                    "cc",
                    "-O1",
                    "-Wall",
                    "-shared",
                    "-fPIC",
                    "-o",
                    library.toString(),
                    source.toString(),
                    "-lpthread"))
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (compiler.waitFor() != 0) {
      throw new AssertionError("cc failed:\n" + said);
    }
    return new FaultySyncs(library);
  }

  /// The environment of a process that shall meet the fault.
  ///
  /// @param folder gets the log and what was made durable
  public Map<String, String> environment(Path folder, Optional<Kind> kind, int at)
      throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", library.toString());
    environment.put("FAULT_LOG", log(folder).toString());
    environment.put("FAULT_IMAGES", Files.createDirectories(images(folder)).toString());
    environment.put("FAULT_AT", Integer.toString(at));
    kind.ifPresent(one -> environment.put("FAULT_KIND", one.word));
    return environment;
  }

  /// The calls of the process.
  public static List<Call> calls(Path folder) throws IOException {
    if (!Files.exists(log(folder))) {
      return List.of();
    }
    return Files.readAllLines(log(folder)).stream().map(FaultySyncs::call).toList();
  }

  private static Call call(String line) {
    String[] words = line.split(" ", 3);
    return new Call(Integer.parseInt(words[0]), words[1].equals("fault"), words[2]);
  }

  /// Where the library keeps what each call made durable.
  public static Path images(Path folder) {
    return folder.resolve("images");
  }

  private static Path log(Path folder) {
    return folder.resolve("syncs.log");
  }
}
