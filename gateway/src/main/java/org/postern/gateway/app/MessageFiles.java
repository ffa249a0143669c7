package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Messages that a command line names: files, folders with all files below, and `-` for standard
/// input.
final class MessageFiles {

  private static final long LARGEST = 256L << 20;

  private MessageFiles() {}

  /// Each file on its own, those of a folder in the order of their names.
  static List<String> below(List<String> paths) throws IOException {
    List<String> files = new ArrayList<>();
    for (String path : paths) {
      if (path.equals("-")) {
        files.add(path);
      } else if (Files.isDirectory(Path.of(path))) {
        try (Stream<Path> below = Files.walk(Path.of(path))) {
          below.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(files::add);
        }
      } else if (Files.exists(Path.of(path))) {
        files.add(path);
      } else {
        throw new CommandFailed("there is no file " + Shown.text(path));
      }
    }
    return files;
  }

  /// The octets of one.
  static byte[] read(Terminal terminal, String file) throws IOException {
    if (file.equals("-")) {
      byte[] octets = terminal.in().readNBytes((int) LARGEST + 1);
      if (octets.length > LARGEST) {
        throw new IOException("more than " + Shown.size(LARGEST));
      }
      return octets;
    }
    Path path = Path.of(file);
    if (Files.size(path) > LARGEST) {
      throw new IOException("more than " + Shown.size(LARGEST));
    }
    return Files.readAllBytes(path);
  }
}
