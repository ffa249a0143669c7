package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.engine.evaluate.Evaluation;
import org.postern.engine.evaluate.EvaluationJson;
import org.postern.engine.evaluate.EvaluationText;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.SampleScan;
import org.postern.engine.evaluate.Samples;
import org.postern.engine.evaluate.Source;
import org.postern.engine.evaluate.WrongSource;
import org.postern.engine.scan.BuiltinSymbols;
import org.postern.engine.scan.Scanner;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.WeightsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postern evaluate`: how good the checks are on labelled mail.
@Command(
    name = "evaluate",
    description = {
      "Tells how good the checks are on labelled mail: recall, false positives, what each symbol",
      "contributes, what it costs. Sources are folders with one message in each file, mbox files,",
      "or folders with an index.tsv of lines: class TAB path. Hidden files are left out."
    })
final class EvaluateCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin LabelledMail mail = new LabelledMail();

  @Option(names = "--json", description = "One JSON object.")
  boolean json;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights to judge with, instead of those that come with Postern.")
  Optional<Path> weights = Optional.empty();

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Policy policy = policy();
    Samples samples = mail.scan(terminal);
    Evaluation evaluation = Evaluation.of(samples, policy);
    if (json) {
      terminal.line(EvaluationJson.of(evaluation));
    } else {
      EvaluationText.of(evaluation).forEach(line -> terminal.line(Shown.text(line)));
    }
    return samples.unreadable().isEmpty() ? 0 : 1;
  }

  private Policy policy() {
    if (weights.isEmpty()) {
      return Policy.STANDARD;
    }
    Path file = weights.get();
    try {
      return Policy.STANDARD.with(WeightsFile.parse(Files.readString(file), BuiltinSymbols.all()));
    } catch (WeightsFile.Wrong wrong) {
      throw new CommandFailed(file + " " + wrong.getMessage(), wrong);
    } catch (NoSuchFileException e) {
      throw new CommandFailed("there is no file " + file, e);
    } catch (IOException e) {
      throw new CommandFailed("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /// The options that name labelled mail.
  static final class LabelledMail {
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

    Samples scan(Terminal terminal) throws InterruptedException {
      List<Source> sources = sources();
      if (sources.isEmpty()) {
        throw new WrongUse("name labelled mail: --ham PATH --spam PATH, or --index DIR");
      }
      ScanProgress progress = new ScanProgress(terminal);
      try (Scanner scanner = Scanner.standard()) {
        Samples samples = SampleScan.of(sources, scanner, progress::step);
        progress.end();
        samples
            .unreadable()
            .forEach(file -> terminal.say("postern: cannot read " + Shown.text(file)));
        return samples;
      } catch (WrongSource wrong) {
        throw new CommandFailed(String.valueOf(wrong.getMessage()), wrong);
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
}
