package org.postern.gateway.app;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.postern.engine.learn.BayesStatus;
import org.postern.engine.learn.Lesson;
import org.postern.engine.scan.LineEnds;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.control.Operations;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.learning.Taught;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.learning.Word;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern learn`: what the operator teaches the Bayesian filters, and how they stand.
final class LearnCommand {

  private LearnCommand() {}

  /// Whose filter.
  static final class Whom {
    @Option(
        names = "--domain",
        paramLabel = "DOMAIN",
        description = "The filter of this domain, not that of everybody.")
    Optional<String> domain = Optional.empty();

    @Option(
        names = "--user",
        paramLabel = "ADDR",
        description = "The filter of this user, not that of everybody.")
    Optional<String> user = Optional.empty();

    String name() {
      return user.or(() -> domain.map(name -> "@" + name)).orElse("");
    }
  }

  /// Teaches one word with many messages.
  static class Teach implements Callable<Integer> {
    private final Word word;
    private final Program program;
    private final Terminal terminal;

    @Parameters(
        paramLabel = "PATH",
        arity = "1..*",
        description = "Files, folders with all files below, or - for standard input.")
    List<String> paths = List.of();

    @ArgGroup(multiplicity = "0..1")
    Whom whom = new Whom();

    @Option(names = "--json", description = "One JSON object for each message and filter.")
    boolean json;

    @Mixin Common.Place place = new Common.Place();

    Teach(Word word, Program program, Terminal terminal) {
      this.word = word;
      this.program = program;
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      List<String> files = MessageFiles.below(paths);
      Results results =
          program.ask(
              place.existing(),
              operations -> {
                Results counted = new Results(terminal, json);
                for (String file : files) {
                  Lesson lesson = lesson(terminal, file);
                  Teaching teaching = new Teaching(whom.name(), false, word, lesson);
                  counted.take(file, operations.teach(teaching));
                }
                return counted;
              });
      results.end();
      return 0;
    }
  }

  @Command(name = "spam", description = "Teaches that these messages are spam.")
  static final class Spam extends Teach {
    Spam(Program program, Terminal terminal) {
      super(Word.SPAM, program, terminal);
    }
  }

  @Command(name = "ham", description = "Teaches that these messages are wanted.")
  static final class Ham extends Teach {
    Ham(Program program, Terminal terminal) {
      super(Word.HAM, program, terminal);
    }
  }

  @Command(name = "forget", description = "Takes back what was learnt of these messages.")
  static final class Forget extends Teach {
    Forget(Program program, Terminal terminal) {
      super(Word.FORGET, program, terminal);
    }
  }

  static Lesson lesson(Terminal terminal, String file) throws IOException {
    return Teacher.lesson(LineEnds.crlf(MessageFiles.read(terminal, file)));
  }

  /// What became of many messages.
  static final class Results {
    private final Terminal terminal;
    private final boolean json;
    private final Map<Taught.Outcome, Integer> counts = new EnumMap<>(Taught.Outcome.class);

    Results(Terminal terminal, boolean json) {
      this.terminal = terminal;
      this.json = json;
    }

    void take(String what, List<Taught> taught) {
      for (Taught one : taught) {
        counts.merge(one.outcome(), 1, Integer::sum);
        if (json) {
          terminal.line(
              new JsonObject()
                  .with("message", what)
                  .with("filter", one.owner())
                  .with("outcome", one.outcome().name()));
        }
      }
    }

    void end() {
      if (!json) {
        terminal.line(
            counts.isEmpty()
                ? "no messages"
                : counts.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + " " + entry.getValue())
                    .collect(Collectors.joining(", ")));
      }
    }

    private static String text(Taught.Outcome outcome) {
      return switch (outcome) {
        case LEARNT -> "learnt";
        case MOVED -> "moved from the other class";
        case KNOWN -> "known before";
        case STANDS -> "left as others taught them";
        case ENOUGH -> "beyond the reports of a day";
        case SAME_WAVE -> "reported before in this wave";
        case FORGOTTEN -> "forgotten";
        case UNKNOWN -> "never learnt";
      };
    }
  }

  @Command(name = "status", description = "Shows the filters and what they have learnt.")
  static final class Status implements Callable<Integer> {
    private final Program program;
    private final Terminal terminal;

    @Option(names = "--json", description = "One JSON object a line, as when no screen is there.")
    boolean json;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "So many filters at most (${DEFAULT-VALUE}).",
        defaultValue = "1000")
    int limit = 1_000;

    @Mixin Common.Place place = new Common.Place();

    Status(Program program, Terminal terminal) {
      this.program = program;
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      List<BayesStatus> filters =
          program.ask(place.existing(), (Operations all) -> all.filters(Math.max(1, limit)));
      if (json || !terminal.outIsScreen()) {
        filters.forEach(filter -> terminal.line(json(filter)));
      } else if (filters.isEmpty()) {
        terminal.say("no filter has learnt anything");
      } else {
        Shown.table(
                List.of("FILTER", "SPAM", "HAM", "TOKENS", "MEMORY", "LAST EXPIRY", "SPEAKS"),
                filters.stream().map(Status::row).toList())
            .forEach(terminal::line);
      }
      return 0;
    }

    private static List<String> row(BayesStatus filter) {
      return List.of(
          filter.owner().toString(),
          Integer.toString(filter.spam()),
          Integer.toString(filter.ham()),
          Integer.toString(filter.tokens()),
          Shown.size(filter.octets()),
          filter.lastExpiry().map(Object::toString).orElse("-"),
          filter.speaks() ? "yes" : "not yet");
    }

    private static JsonObject json(BayesStatus filter) {
      JsonObject json =
          new JsonObject()
              .with("filter", filter.owner().toString())
              .with("spam", filter.spam())
              .with("ham", filter.ham())
              .with("tokens", filter.tokens())
              .with("memory", filter.octets())
              .with("expiries", filter.expired())
              .with("speaks", filter.speaks());
      return filter.lastExpiry().map(day -> json.with("last_expiry", day.toString())).orElse(json);
    }
  }
}
