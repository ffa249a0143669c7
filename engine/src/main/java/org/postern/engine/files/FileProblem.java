package org.postern.engine.files;

import java.nio.file.Path;

/// Why a file as it is now is not in use.
///
/// @param line from 1 on; 0 for the file as a whole
/// @param why what happened, or what was expected there
public record FileProblem(Path file, int line, String why) {

  /// The file, with its line where there is one.
  public String where() {
    return line == 0 ? file.toString() : file + ":" + line;
  }
}
