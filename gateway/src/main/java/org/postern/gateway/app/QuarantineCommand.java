package org.postern.gateway.app;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.engine.verdict.Category;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.tenant.TenantId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern quarantine`: messages that are held.
final class QuarantineCommand {

  private QuarantineCommand() {}

  @Command(
      name = "list",
      description = "Lists what is held: one row for each recipient, newest first.")
  static final class Listing extends DataCommand {
    private final Clock clock;

    @Option(names = "--json", description = "One JSON object a line, as when no screen is there.")
    boolean json;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "Only what was held since then: 1h, 7d, 2026-03-01 or 2026-03-01T12:00:00Z.")
    Optional<Common.Since> since = Optional.empty();

    @Option(names = "--to", paramLabel = "ADDR", description = "Only this recipient, or @DOMAIN.")
    Optional<String> to = Optional.empty();

    @Option(
        names = "--category",
        paramLabel = "CATEGORY",
        description = "One of: ${COMPLETION-CANDIDATES}.")
    Optional<Category> category = Optional.empty();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only entries of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    Listing(Program program, Terminal terminal, Clock clock) {
      super(program, terminal);
      this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      Quarantine.Query query =
          new Quarantine.Query(
              since.map(moment -> moment.before(clock.instant())),
              to,
              category,
              Quarantine.Query.ALL.limit());
      try (Stores stores = stores()) {
        if (json || !terminal.outIsScreen()) {
          Consumer<Object> out = terminal.lines();
          stores.quarantine().list(tenant, query, held -> out.accept(json(held)));
        } else {
          show(stores.quarantine(), query);
        }
        return 0;
      }
    }

    private void show(Quarantine quarantine, Quarantine.Query query) {
      List<List<String>> rows = new ArrayList<>();
      quarantine.list(
          tenant,
          query,
          held ->
              rows.add(
                  List.of(
                      held.ref(),
                      JsonObject.moment(held.time()),
                      held.category().name(),
                      Shown.points(held.score()),
                      held.rcpt(),
                      held.mailFrom().isEmpty() ? "<>" : held.mailFrom(),
                      held.subject())));
      if (rows.isEmpty()) {
        terminal.say("nothing is held");
        return;
      }
      Shown.table(
              List.of("REF", "TIME", "CATEGORY", "SCORE", "RECIPIENT", "SENDER", "SUBJECT"), rows)
          .forEach(terminal::line);
    }
  }

  @Command(name = "show", description = "Shows one held message.")
  static final class Show extends DataCommand {
    @Parameters(paramLabel = "REF", description = "Its reference.")
    String ref = "";

    @Option(names = "--raw", description = "The message itself, as it came.")
    boolean raw;

    @Mixin Common.Narrowed narrowed = new Common.Narrowed();

    Show(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String wanted = Refs.valid(ref);
      try (Stores stores = stores()) {
        List<Held> entries = held(stores.quarantine(), narrowed.tenant, wanted);
        if (raw) {
          byte[] message =
              stores
                  .quarantine()
                  .message(entries.getFirst().tenant(), wanted)
                  .orElseThrow(() -> notHeld(wanted));
          terminal.out().write(message, 0, message.length);
          return 0;
        }
        for (Held entry : entries) {
          if (narrowed.json) {
            terminal.line(details(entry));
          } else {
            show(entry);
          }
        }
        return 0;
      }
    }

    private void show(Held entry) {
      Shown.table(
              List.of("reference", entry.ref()),
              List.of(
                  List.of("held", JsonObject.moment(entry.time())),
                  List.of("until", JsonObject.moment(entry.expires())),
                  List.of("tenant", entry.tenant().name()),
                  List.of("recipient", entry.rcpt()),
                  List.of("sender", entry.mailFrom().isEmpty() ? "<>" : entry.mailFrom()),
                  List.of("subject", entry.subject()),
                  List.of("message-id", entry.messageId()),
                  List.of("size", Shown.size(entry.size())),
                  List.of("category", entry.category().name()),
                  List.of("score", Shown.points(entry.score())),
                  List.of("why", "postern explain " + entry.ref())))
          .forEach(terminal::line);
      terminal.line("");
    }
  }

  @Command(
      name = "release",
      description = "Delivers a held message to its recipients, or to one of them.")
  static final class Release extends DataCommand {
    @Parameters(paramLabel = "REF", description = "Its reference.")
    String ref = "";

    @Option(names = "--rcpt", paramLabel = "ADDR", description = "Only to this recipient.")
    Optional<String> rcpt = Optional.empty();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    Release(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String wanted = Refs.valid(ref);
      List<String> released =
          ask(operations -> operations.release(tenant.map(TenantId::name), wanted, rcpt));
      if (released.isEmpty()) {
        throw notHeld(wanted);
      }
      released.forEach(address -> terminal.line("released to " + Shown.text(address)));
      return 0;
    }
  }

  @Command(name = "delete", description = "Deletes a held message, or the entry of one recipient.")
  static final class Delete extends DataCommand {
    @Parameters(paramLabel = "REF", description = "Its reference.")
    String ref = "";

    @Option(names = "--rcpt", paramLabel = "ADDR", description = "Only for this recipient.")
    Optional<String> rcpt = Optional.empty();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    Delete(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String wanted = Refs.valid(ref);
      try (Stores stores = stores()) {
        int count = 0;
        for (Held entry : held(stores.quarantine(), tenant, wanted)) {
          boolean meant = rcpt.isEmpty() || rcpt.get().equalsIgnoreCase(entry.rcpt());
          if (meant && stores.quarantine().remove(entry.tenant(), wanted, entry.rcpt())) {
            count++;
          }
        }
        if (count == 0) {
          throw notHeld(wanted);
        }
        terminal.line("deleted: " + count + (count == 1 ? " entry" : " entries"));
        return 0;
      }
    }
  }

  private static List<Held> held(Quarantine quarantine, Optional<TenantId> tenant, String ref) {
    List<Held> entries = quarantine.entries(tenant, ref);
    if (entries.isEmpty()) {
      throw notHeld(ref);
    }
    return entries;
  }

  private static CommandFailed notHeld(String ref) {
    return new CommandFailed(
        ref + " is not held; postern log --ref " + ref + " tells what became of it");
  }

  static JsonObject json(Held held) {
    return new JsonObject()
        .with("ref", held.ref())
        .with("time", held.time())
        .with("rcpt", held.rcpt())
        .with("mail_from", held.mailFrom())
        .with("subject", held.subject())
        .with("message_id", held.messageId())
        .with("category", held.category().name())
        .with("score", held.score())
        .with("size", held.size());
  }

  private static JsonObject details(Held held) {
    return json(held).with("tenant", held.tenant().name()).with("expires", held.expires());
  }
}
