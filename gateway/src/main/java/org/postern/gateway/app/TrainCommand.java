package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.Sample;
import org.postern.engine.evaluate.Samples;
import org.postern.engine.evaluate.Source;
import org.postern.engine.evaluate.WrongSource;
import org.postern.engine.learn.SiteModelFile;
import org.postern.engine.learn.TextModelFile;
import org.postern.engine.train.NothingToFit;
import org.postern.engine.train.SiteTraining;
import org.postern.engine.train.TextModelTraining;
import org.postern.engine.train.Trained;
import org.postern.engine.train.TrainedText;
import org.postern.engine.train.WeightsTrainer;
import org.postern.engine.verdict.Policy;
import org.postern.gateway.config.ConfigException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `postern train`: fits what learns to labelled mail.
@Command(
    name = "train",
    description = {
      "Fits the points of symbols to labelled mail and writes a file of weights. Says what they",
      "are worth on every source in turn, while that is left out. Or teaches what belongs to a",
      "site: the model of the site (--only site), a Bayesian filter (--only bayes). Or fits a text",
      "model in place of that which comes with Postern (--only text)."
    })
final class TrainCommand extends DataCommand {
  /// What can be fitted.
  enum Learner {
    WEIGHTS,
    TEXT,
    SITE,
    BAYES
  }

  private final Clock clock;

  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin LabelledMail mail = new LabelledMail();

  @Option(
      names = "--only",
      paramLabel = "WHAT",
      description = {
        "What is fitted: weights (the usual); text: a text model; site: the model of a site, shown",
        "all mail twice, the oldest first; bayes: the filter of everybody, of --domain or of --user."
      })
  Learner only = Learner.WEIGHTS;

  @Option(
      names = "--doubted",
      paramLabel = "SOURCE",
      arity = "1..*",
      description = {
        "Names of sources that nobody labelled by hand: on ham of theirs that is suspect",
        "already nothing is fitted. All figures count it. A text model leaves out what a model of",
        "the other sources calls spam with conviction."
      })
  List<String> doubted = List.of();

  @Option(
      names = "--own-mail",
      paramLabel = "DIR",
      arity = "1..*",
      description = {
        "Folders of templates from which messages are made; a text model learns their words",
        "beside the mail."
      })
  List<Path> templates = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write; filters have a place of their own.")
  Optional<Path> out = Optional.empty();

  @ArgGroup(multiplicity = "0..1")
  LearnCommand.Whom whom = new LearnCommand.Whom();

  TrainCommand(Program program, Terminal terminal, Clock clock) {
    super(program, terminal);
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    if (!templates.isEmpty() && only != Learner.TEXT) {
      throw new WrongUse("--own-mail teaches a text model: --only text");
    }
    return switch (only) {
      case WEIGHTS -> weights(file());
      case TEXT -> text(file());
      case SITE -> site(file());
      case BAYES -> bayes();
    };
  }

  private Path file() {
    return out.orElseThrow(() -> new WrongUse("name the file to write: --out FILE"));
  }

  private int text(Path file) throws IOException, InterruptedException {
    List<Source> sources = mail.mail();
    checkDoubted(sources.stream().map(Source::name).distinct().toList());
    ScanProgress progress = new ScanProgress(terminal);
    try {
      TextModelTraining.Taught taught =
          TextModelTraining.of(sources, Set.copyOf(doubted), templates, progress::step);
      progress.end();
      TextModelFile.write(file, taught.fitted().model());
      taught.fitted().said().forEach(line -> terminal.line(Shown.text(line)));
      terminal.line(
          "learnt %d spam and %d other messages, %s"
              .formatted(taught.spam(), taught.ham(), taught.fitted().model()));
      terminal.line("written: " + Shown.text(file.toString()));
      return LabelledMail.unreadable(terminal, taught.unreadable());
    } catch (WrongSource | NothingToFit wrong) {
      progress.end();
      throw new CommandFailed(String.valueOf(wrong.getMessage()), wrong);
    } catch (NoSuchFileException e) {
      progress.end();
      throw new CommandFailed("there is no file " + e.getMessage(), e);
    }
  }

  private int site(Path file) throws IOException, InterruptedException {
    ScanProgress progress = new ScanProgress(terminal);
    try {
      SiteTraining.Taught taught = SiteTraining.of(mail.mail(), progress::step);
      progress.end();
      SiteModelFile.write(file, taught.model());
      terminal.line(
          "learnt %d spam and %d other messages, of which %d counted the first time and %d the second"
              .formatted(
                  taught.spam(),
                  taught.ham(),
                  taught.counted().getFirst(),
                  taught.counted().getLast()));
      terminal.line("written: " + Shown.text(file.toString()));
      return LabelledMail.unreadable(terminal, taught.unreadable());
    } catch (WrongSource | NothingToFit wrong) {
      progress.end();
      throw new CommandFailed(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private int bayes() throws IOException, ConfigException, InterruptedException {
    if (out.isPresent()) {
      throw new WrongUse("--only bayes writes no file: the filters are below the data");
    }
    FilterTraining training = new FilterTraining(whom.name(), terminal);
    List<Source> sources = mail.mail();
    return ask(operations -> training.teach(sources, operations));
  }

  private int weights(Path file) throws IOException, InterruptedException {
    Samples samples = mail.samples(terminal);
    checkDoubted(samples.samples().stream().map(Sample::source).distinct().toList());
    Trained trained;
    try {
      trained = WeightsTrainer.train(samples.samples(), Policy.STANDARD.weights().caps(), doubted);
    } catch (NothingToFit nothing) {
      throw new CommandFailed(String.valueOf(nothing.getMessage()), nothing);
    }
    Files.writeString(
        file,
        TrainedText.file(
            trained,
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
            command(),
            sizes(samples)));
    TrainedText.lines(trained).forEach(line -> terminal.line(Shown.text(line)));
    terminal.line("written: " + Shown.text(file.toString()));
    return samples.unreadable().isEmpty() ? 0 : 1;
  }

  private void checkDoubted(List<String> sources) {
    for (String name : doubted) {
      if (!sources.contains(name)) {
        throw new WrongUse(
            "there is no source '"
                + Shown.text(name)
                + "' to doubt, expected one of "
                + Shown.text(String.join(", ", sources)));
      }
    }
  }

  private String command() {
    return "postern "
        + String.join(
            " ",
            Optional.ofNullable(spec.commandLine().getParseResult())
                .map(parsed -> parsed.originalArgs())
                .orElse(List.of())
                .stream()
                .map(TrainCommand::withoutFolder)
                .toList());
  }

  // Where the mail lies on this machine is nobody's business.
  private static String withoutFolder(String argument) {
    return argument.substring(argument.lastIndexOf('/', argument.length() - 2) + 1);
  }

  private static Map<String, String> sizes(Samples samples) {
    Map<String, Map<Label, Long>> sizes =
        samples.samples().stream()
            .collect(
                Collectors.groupingBy(
                    Sample::source,
                    LinkedHashMap::new,
                    Collectors.groupingBy(
                        Sample::label, java.util.TreeMap::new, Collectors.counting())));
    Map<String, String> shown = new LinkedHashMap<>();
    sizes.forEach((source, labels) ->
        shown.put(
            source,
            labels.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().word())
                .collect(Collectors.joining(", "))));
    return shown;
  }
}
