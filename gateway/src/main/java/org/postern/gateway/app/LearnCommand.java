package org.postern.gateway.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postern.engine.learn.BayesStatus;
import org.postern.engine.scan.LineEnds;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.control.Operations;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.learning.Word;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
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
  static class Teach extends TeachCommand {
    @Parameters(
        paramLabel = "PATH",
        arity = "1..*",
        description = "Files, folders with all files below, or - for standard input.")
    List<String> paths = List.of();

    @ArgGroup(multiplicity = "0..1")
    Whom whom = new Whom();

    Teach(Word word, Program program, Terminal terminal) {
      super(word, program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      List<String> files = MessageFiles.below(paths);
      return teach(
          false,
          hearing -> {
            for (String file : files) {
              byte[] octets = octets(terminal, file);
              hearing.hear(file, whom.name(), Teacher.lesson(octets), wave(octets, whom.name()));
            }
          });
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

  static byte[] octets(Terminal terminal, String file) throws IOException {
    return LineEnds.crlf(MessageFiles.read(terminal, file));
  }

  @Command(name = "status", description = "Shows the filters and what they have learnt.")
  static final class Status extends DataCommand {
    @Option(names = "--json", description = "One JSON object a line, as when no screen is there.")
    boolean json;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "So many filters at most (${DEFAULT-VALUE}).",
        defaultValue = "1000")
    int limit = 1_000;

    Status(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      List<BayesStatus> filters = ask((Operations all) -> all.filters(Math.max(1, limit)));
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
