package org.postern.gateway.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.tenant.TenantId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// All commands of `postern`, and how each ends: 0 done, 1 not done, 2 used wrongly.
final class Commands {

  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private final Program program;
  private final Terminal terminal;
  private final Clock clock;
  private final Stopping stopping;

  Commands(Program program, Terminal terminal, Clock clock, Stopping stopping) {
    this.program = program;
    this.terminal = terminal;
    this.clock = clock;
    this.stopping = stopping;
  }

  /// Carries out one command line; gives the exit code.
  int run(String... args) {
    try {
      return commandLine().execute(args);
    } finally {
      terminal.flush();
    }
  }

  private CommandLine commandLine() {
    CommandLine root =
        group("postern", "An email security gateway.")
            .addSubcommand(new RunCommand(program, terminal, clock, stopping))
            .addSubcommand(new StatusCommand(terminal))
            .addSubcommand(
                group("domain", "The domains that mail is taken for.")
                    .addSubcommand(new DomainCommand.Add(program, terminal))
                    .addSubcommand(new DomainCommand.Change(program, terminal))
                    .addSubcommand(new DomainCommand.Listing(program, terminal))
                    .addSubcommand(new DomainCommand.Remove(program, terminal)))
            .addSubcommand(new ScanCommand(terminal))
            .addSubcommand(new EvaluateCommand(terminal))
            .addSubcommand(new TrainCommand(program, terminal, clock))
            .addSubcommand(new LogCommand(program, terminal, clock))
            .addSubcommand(
                group("queue", "Messages that wait for delivery.")
                    .addSubcommand(new QueueCommand.Listing(program, terminal))
                    .addSubcommand(new QueueCommand.Show(program, terminal))
                    .addSubcommand(new QueueCommand.Retry(program, terminal))
                    .addSubcommand(new QueueCommand.Delete(program, terminal)))
            .addSubcommand(
                group("quarantine", "Messages that are held.")
                    .addSubcommand(new QuarantineCommand.Listing(program, terminal, clock))
                    .addSubcommand(new QuarantineCommand.Show(program, terminal))
                    .addSubcommand(new QuarantineCommand.Release(program, terminal))
                    .addSubcommand(new QuarantineCommand.Delete(program, terminal)))
            .addSubcommand(
                group("list", "Allow and block lists of senders.")
                    .addSubcommand(new ListCommand.Add(program, terminal, clock))
                    .addSubcommand(new ListCommand.Listing(program, terminal, clock))
                    .addSubcommand(new ListCommand.Remove(program, terminal)))
            .addSubcommand(new ExplainCommand(program, terminal))
            .addSubcommand(
                group("review", "Refusals that senders ask to be looked at.")
                    .addSubcommand(new ReviewCommand.Listing(program, terminal))
                    .addSubcommand(new ReviewCommand.Show(program, terminal))
                    .addSubcommand(new ReviewCommand.Close(program, terminal, clock))
                    .addSubcommand(new ReviewCommand.Wanted(program, terminal)))
            .addSubcommand(
                group("user", "What users chose for their own mail.")
                    .addSubcommand(new UserCommand.Change(program, terminal))
                    .addSubcommand(new UserCommand.Listing(program, terminal)))
            .addSubcommand(
                group("learn", "What the Bayesian filters learn from the operator.")
                    .addSubcommand(new LearnCommand.Spam(program, terminal))
                    .addSubcommand(new LearnCommand.Ham(program, terminal))
                    .addSubcommand(new LearnCommand.Forget(program, terminal))
                    .addSubcommand(new LearnCommand.Status(program, terminal)))
            .addSubcommand(
                group("report", "What users say about messages of theirs.")
                    .addSubcommand(new ReportCommand.Spam(program, terminal))
                    .addSubcommand(new ReportCommand.Ham(program, terminal))
                    .addSubcommand(new ReportCommand.Forget(program, terminal)))
            .addSubcommand(
                group("recipients", "Who exists in the domains.")
                    .addSubcommand(new RecipientsCommand.Add(program, terminal))
                    .addSubcommand(new RecipientsCommand.Remove(program, terminal))
                    .addSubcommand(new RecipientsCommand.Listing(program, terminal))
                    .addSubcommand(new RecipientsCommand.Import(program, terminal))
                    .addSubcommand(new AskedCommand.Flush(program, terminal))
                    .addSubcommand(new AskedCommand.Check(program, terminal)));
    root.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    withHelp(root);
    return root.registerConverter(Duration.class, new Common.DurationForm())
        .registerConverter(TenantId.class, new Common.TenantForm())
        .registerConverter(Common.Since.class, new Common.SinceForm())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(this::usedWrongly)
        .setExecutionExceptionHandler((thrown, _, _) -> failed(thrown));
  }

  /// Every command explains itself.
  private static void withHelp(CommandLine command) {
    for (CommandLine child : command.getSubcommands().values()) {
      child.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
      withHelp(child);
    }
  }

  private static CommandLine group(String name, String description) {
    CommandLine group = new CommandLine(new Group());
    group.getCommandSpec().name(name);
    group.getCommandSpec().usageMessage().description(description);
    return group;
  }

  /// A command that has commands and does nothing itself.
  @Command
  static final class Group implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(),
          "say what to do: "
              + spec.qualifiedName()
              + " "
              + String.join("|", spec.subcommands().keySet()));
    }
  }

  private int usedWrongly(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    terminal.say("postern: " + Shown.text(String.valueOf(wrong.getMessage())));
    List<String> suggestions =
        wrong instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    if (!suggestions.isEmpty()) {
      terminal.say("Did you mean: " + String.join(" or ", suggestions) + "?");
    }
    terminal.say(command.getHelp().synopsis(0).stripTrailing().indent(2).stripTrailing());
    terminal.say("More: " + command.getCommandSpec().qualifiedName() + " --help");
    return WRONG_USE;
  }

  private int failed(Exception thrown) {
    return switch (thrown) {
      case Terminal.OutputClosed _ -> DONE;
      case ConfigException wrong -> {
        wrong.problems().forEach(problem -> terminal.say(problem.toString()));
        yield WRONG_USE;
      }
      case WrongUse how -> {
        terminal.say("postern: " + how.getMessage());
        yield WRONG_USE;
      }
      case CommandFailed why -> {
        terminal.say("postern: " + why.getMessage());
        yield FAILED;
      }
      default -> {
        terminal.say(
            "postern: " + Optional.ofNullable(thrown.getMessage()).orElse(thrown.toString()));
        LOG.debug("command failed", thrown);
        yield FAILED;
      }
    };
  }
}
