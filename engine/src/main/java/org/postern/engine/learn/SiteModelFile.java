package org.postern.engine.learn;

import java.io.IOException;
import java.nio.file.Path;
import org.postern.engine.files.WholeFile;

/// The file that holds a [SiteModel].
public final class SiteModelFile {

  private SiteModelFile() {}

  /// Reads a model.
  ///
  /// @throws IOException whose text names the file and what is wrong with it
  public static SiteModel read(Path path) throws IOException {
    return WholeFile.read(path, "a model of a site", SiteModel::read);
  }

  /// Writes a model: beside the file, flushed, then in its place at once.
  public static void write(Path path, SiteModel model) throws IOException {
    WholeFile.write(path, model::write);
  }
}
