package org.postern.engine.learn;

import java.io.IOException;
import java.nio.file.Path;
import org.postern.engine.files.WholeFile;

/// The file that holds a [TextModel].
public final class TextModelFile {

  private TextModelFile() {}

  /// Reads a model.
  ///
  /// @throws IOException whose text names the file and what is wrong with it
  public static TextModel read(Path path) throws IOException {
    return WholeFile.read(path, "a text model", TextModel::read);
  }

  /// Writes a model: beside the file, flushed, then in its place at once.
  public static void write(Path path, TextModel model) throws IOException {
    WholeFile.write(path, model::write);
  }
}
