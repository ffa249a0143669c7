package org.postern.gateway.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.control.Operations;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.relay.QueueEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern queue`: messages that wait for delivery.
final class QueueCommand {

  private QueueCommand() {}

  @Command(
      name = "list",
      description = "Lists what waits: one row for each recipient, oldest first.")
  static final class Listing extends DataCommand {
    @Option(names = "--json", description = "One JSON object a line, as when no screen is there.")
    boolean json;

    Listing(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      List<QueueEntry> entries = entries(program, place.existing());
      if (json || !terminal.outIsScreen()) {
        entries.stream().map(QueueCommand::json).forEach(terminal.lines());
        return 0;
      }
      if (entries.isEmpty()) {
        terminal.say("nothing waits");
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (QueueEntry entry : entries) {
        rows.add(
            List.of(
                entry.ref(),
                JsonObject.moment(entry.nextTry()),
                Integer.toString(entry.tries()),
                entry.rcpt(),
                entry.lastStatus()));
      }
      Shown.table(List.of("REF", "NEXT TRY", "TRIES", "RECIPIENT", "LAST STATUS"), rows)
          .forEach(terminal::line);
      return 0;
    }
  }

  @Command(name = "show", description = "Shows everything about one message that waits.")
  static final class Show extends DataCommand {
    @Parameters(paramLabel = "REF", description = "Its reference.")
    String ref = "";

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    Show(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String wanted = Refs.valid(ref);
      List<QueueEntry> entries =
          entries(program, place.existing()).stream()
              .filter(entry -> entry.ref().equals(wanted))
              .toList();
      if (entries.isEmpty()) {
        throw notQueued(wanted);
      }
      for (QueueEntry entry : entries) {
        if (json) {
          terminal.line(details(entry));
        } else {
          show(entry);
        }
      }
      return 0;
    }

    private void show(QueueEntry entry) {
      Shown.table(
              List.of("reference", entry.ref()),
              List.of(
                  List.of("recipient", entry.rcpt()),
                  List.of("sender", entry.mailFrom().isEmpty() ? "<>" : entry.mailFrom()),
                  List.of("size", Shown.size(entry.size())),
                  List.of("received", JsonObject.moment(entry.received())),
                  List.of("next try", entry.running() ? "now" : JsonObject.moment(entry.nextTry())),
                  List.of("tries", Integer.toString(entry.tries())),
                  List.of("last status", entry.lastStatus())))
          .forEach(terminal::line);
      terminal.line("");
    }
  }

  @Command(name = "retry", description = "Tries again now, whatever the schedule says.")
  static final class Retry extends DataCommand {
    @Parameters(paramLabel = "REF", arity = "0..1", description = "One message.")
    Optional<String> ref = Optional.empty();

    @Option(names = "--all", description = "Everything that waits.")
    boolean all;

    Retry(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      if (ref.isPresent() == all) {
        throw new WrongUse("say which: postern queue retry REF, or postern queue retry --all");
      }
      Optional<String> wanted = ref.map(Refs::valid);
      int count = ask(operations -> operations.retry(wanted));
      if (wanted.isPresent() && count == 0) {
        throw notQueued(wanted.get());
      }
      terminal.line("due now: " + recipients(count));
      return 0;
    }
  }

  @Command(name = "delete", description = "Throws a message away. The sender is not told.")
  static final class Delete extends DataCommand {
    @Parameters(paramLabel = "REF", description = "Its reference.")
    String ref = "";

    Delete(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String wanted = Refs.valid(ref);
      int count = ask(operations -> operations.delete(wanted));
      if (count == 0) {
        throw notQueued(wanted);
      }
      terminal.line("deleted: " + recipients(count));
      return 0;
    }
  }

  private static List<QueueEntry> entries(Program program, Config config) throws IOException {
    return program.ask(config, Operations::queue);
  }

  private static CommandFailed notQueued(String ref) {
    return new CommandFailed(
        ref + " is not in the queue; postern log --ref " + ref + " tells what became of it");
  }

  private static String recipients(int count) {
    return count + (count == 1 ? " recipient" : " recipients");
  }

  static JsonObject json(QueueEntry entry) {
    return new JsonObject()
        .with("ref", entry.ref())
        .with("rcpt", entry.rcpt())
        .with("next_try", entry.nextTry())
        .with("tries", entry.tries())
        .with("last_status", entry.lastStatus());
  }

  private static JsonObject details(QueueEntry entry) {
    return json(entry)
        .with("mail_from", entry.mailFrom())
        .with("size", entry.size())
        .with("received", entry.received())
        .with("running", entry.running());
  }
}
