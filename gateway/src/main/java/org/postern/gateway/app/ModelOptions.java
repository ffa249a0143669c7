package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.engine.learn.SiteModel;
import org.postern.engine.learn.SiteModelFile;
import org.postern.engine.learn.TextModel;
import org.postern.engine.learn.TextModelFile;
import org.postern.engine.scan.Models;
import org.postern.engine.scan.Scanner;
import picocli.CommandLine.Option;

/// The options that name models.
final class ModelOptions {
  @Option(
      names = "--site",
      paramLabel = "FILE",
      description = "A model that postern train --only site wrote; it has a say too.")
  Optional<Path> site = Optional.empty();

  @Option(
      names = "--text-model",
      paramLabel = "FILE",
      description = {
        "A model that postern train --only text wrote, in place of that which comes with",
        "Postern."
      })
  Optional<Path> text = Optional.empty();

  /// Makes a scanner that asks the models that were named. The files are read at once.
  Supplier<Scanner> scanner() {
    try {
      Optional<TextModel> textModel =
          text.isPresent() ? Optional.of(TextModelFile.read(text.get())) : Optional.empty();
      Optional<SiteModel> siteModel =
          site.isPresent() ? Optional.of(ready(site.get())) : Optional.empty();
      return () -> Scanner.standard(new Models(textModel, siteModel));
    } catch (IOException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private static SiteModel ready(Path file) throws IOException {
    SiteModel model = SiteModelFile.read(file);
    if (!model.ready()) {
      throw new CommandFailed(file + " was shown too little mail to say anything");
    }
    return model;
  }
}
