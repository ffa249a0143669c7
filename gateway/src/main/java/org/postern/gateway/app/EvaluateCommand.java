package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.postern.engine.evaluate.Charts;
import org.postern.engine.evaluate.Evaluation;
import org.postern.engine.evaluate.EvaluationJson;
import org.postern.engine.evaluate.EvaluationText;
import org.postern.engine.evaluate.Samples;
import org.postern.engine.scan.BuiltinSymbols;
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

  @Option(
      names = "--symbols",
      paramLabel = "NAME",
      arity = "1..*",
      description = "Judges as if these symbols alone had been found.")
  List<String> symbols = List.of();

  @Option(
      names = "--without",
      paramLabel = "NAME",
      arity = "1..*",
      description = "Judges as if these symbols had not been found.")
  List<String> without = List.of();

  @Mixin ModelOptions models = new ModelOptions();

  @Option(
      names = "--svg",
      paramLabel = "DIR",
      description = "Draws the ROC curve and the scores: roc.svg, scores.svg.")
  Optional<Path> svg = Optional.empty();

  @Option(
      names = "--png",
      paramLabel = "DIR",
      description = "The same as pixels: roc.png, scores.png.")
  Optional<Path> png = Optional.empty();

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Policy policy = policy();
    Set<String> counting = counting();
    Samples samples = mail.samples(terminal, models.scanner());
    if (!symbols.isEmpty() || !without.isEmpty()) {
      samples = samples.with(counting);
    }
    Evaluation evaluation = Evaluation.of(samples, policy);
    if (json) {
      terminal.line(EvaluationJson.of(evaluation));
    } else {
      EvaluationText.of(evaluation).forEach(line -> terminal.line(Shown.text(line)));
    }
    draw(evaluation);
    return samples.unreadable().isEmpty() ? 0 : 1;
  }

  private Set<String> counting() {
    Set<String> all = BuiltinSymbols.all().keySet();
    Stream.concat(symbols.stream(), without.stream())
        .filter(name -> !all.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw new WrongUse("there is no symbol '" + Shown.text(name) + "', see docs/symbols.md");
        });
    Set<String> counting = new HashSet<>(symbols.isEmpty() ? all : symbols);
    counting.removeAll(Set.copyOf(without));
    return counting;
  }

  private void draw(Evaluation evaluation) throws IOException {
    List<Path> drawn = new ArrayList<>();
    if (svg.isPresent()) {
      drawn.addAll(Charts.svg(evaluation, svg.get()));
    }
    if (png.isPresent()) {
      drawn.addAll(Charts.png(evaluation, png.get()));
    }
    drawn.forEach(file -> terminal.say("written: " + Shown.text(file.toString())));
  }

  private Policy policy() {
    if (weights.isEmpty()) {
      return Policy.STANDARD;
    }
    try {
      return Policy.STANDARD.with(WeightsFile.read(weights.get(), BuiltinSymbols.all()));
    } catch (IOException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
  }
}
