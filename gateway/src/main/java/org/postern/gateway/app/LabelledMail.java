package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.engine.evaluate.FindingsFile;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.SampleScan;
import org.postern.engine.evaluate.Samples;
import org.postern.engine.evaluate.Source;
import org.postern.engine.evaluate.WrongSource;
import org.postern.engine.scan.BuiltinSymbols;
import org.postern.engine.scan.Scanner;
import picocli.CommandLine.Option;

/// The options that name labelled mail.
final class LabelledMail {
  @Option(
      names = "--ham",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Ordinary mail; of a folder with an index what it calls ham.")
  List<Path> ham = List.of();

  @Option(
      names = "--spam",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Spam, fraud, phishing.")
  List<Path> spam = List.of();

  @Option(
      names = "--infomail",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Newsletters and the like, that must not be called spam.")
  List<Path> infomail = List.of();

  @Option(
      names = "--index",
      paramLabel = "DIR",
      arity = "1..*",
      description = "Folders whose index.tsv says what each message is.")
  List<Path> index = List.of();

  @Option(
      names = "--findings",
      paramLabel = "FILE",
      description = {
        "Keeps what was found in this file; where no mail is named, takes it from there",
        "instead of scanning again."
      })
  Optional<Path> findings = Optional.empty();

  /// Scans the mail, or reads what was found before.
  Samples samples(Terminal terminal) throws IOException, InterruptedException {
    return samples(terminal, Scanner::standard);
  }

  /// The same with another scanner.
  Samples samples(Terminal terminal, Supplier<Scanner> scanning)
      throws IOException, InterruptedException {
    try {
      if (named()) {
        Samples samples = scan(sources(), terminal, scanning);
        if (findings.isPresent()) {
          FindingsFile.write(findings.get(), samples.samples());
        }
        return samples;
      }
      if (findings.isPresent()) {
        return FindingsFile.read(findings.get(), BuiltinSymbols.all());
      }
    } catch (WrongSource wrong) {
      throw new CommandFailed(String.valueOf(wrong.getMessage()), wrong);
    } catch (NoSuchFileException e) {
      throw new CommandFailed("there is no file " + e.getMessage(), e);
    }
    throw nothingNamed();
  }

  /// The mail itself, not what was found in it.
  List<Source> mail() {
    if (findings.isPresent()) {
      throw new WrongUse("--findings keeps no mail; name the mail: --ham PATH --spam PATH");
    }
    if (!named()) {
      throw nothingNamed();
    }
    return sources();
  }

  private static WrongUse nothingNamed() {
    return new WrongUse("name labelled mail: --ham PATH --spam PATH, or --index DIR");
  }

  private boolean named() {
    return !sources().isEmpty();
  }

  /// Tells which files could not be read; the exit code.
  static int unreadable(Terminal terminal, List<String> files) {
    files.forEach(file -> terminal.say("postern: cannot read " + Shown.text(file)));
    return files.isEmpty() ? 0 : 1;
  }

  private static Samples scan(List<Source> sources, Terminal terminal, Supplier<Scanner> scanning)
      throws InterruptedException {
    ScanProgress progress = new ScanProgress(terminal);
    try (Scanner scanner = scanning.get()) {
      Samples samples = SampleScan.of(sources, scanner, progress::step);
      progress.end();
      unreadable(terminal, samples.unreadable());
      return samples;
    }
  }

  private List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    ham.forEach(path -> sources.add(new Source(path, Optional.of(Label.HAM))));
    spam.forEach(path -> sources.add(new Source(path, Optional.of(Label.SPAM))));
    infomail.forEach(path -> sources.add(new Source(path, Optional.of(Label.INFOMAIL))));
    index.forEach(path -> sources.add(new Source(path, Optional.empty())));
    return sources;
  }
}
