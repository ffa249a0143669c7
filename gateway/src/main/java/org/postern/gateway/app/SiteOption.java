package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.engine.learn.SiteModel;
import org.postern.engine.learn.SiteModelFile;
import org.postern.engine.scan.Scanner;
import picocli.CommandLine.Option;

/// The option that names the model of a site.
final class SiteOption {

  @Option(
      names = "--site",
      paramLabel = "FILE",
      description = "A model that postern train --only site wrote; it has a say too.")
  Optional<Path> file = Optional.empty();

  /// Makes a scanner that asks the model, if one was named. The file is read at once.
  Supplier<Scanner> scanner() {
    if (file.isEmpty()) {
      return Scanner::standard;
    }
    try {
      SiteModel model = SiteModelFile.read(file.get());
      if (!model.ready()) {
        throw new CommandFailed(file.get() + " was shown too little mail to say anything");
      }
      return () -> Scanner.standard(model);
    } catch (IOException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
  }
}
