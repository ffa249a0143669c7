package org.postern.gateway.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.engine.verdict.Listed;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.lists.ListEntry;
import org.postern.gateway.lists.ListEntry.Identity;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.lists.ListScope;
import org.postern.gateway.lists.SenderPattern;
import org.postern.gateway.tenant.TenantId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern list`: allow and block lists of senders. Works while a gateway runs, which sees the
/// change within a second, and when none does.
final class ListCommand {

  private ListCommand() {}

  /// For whom an entry is.
  static final class ScopeOption {
    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose list (default).")
    TenantId tenant = TenantId.DEFAULT;

    @Option(
        names = "--domain",
        paramLabel = "NAME",
        description = "Only for the recipients of this domain.")
    Optional<String> domain = Optional.empty();

    @Option(names = "--recipient", paramLabel = "ADDR", description = "Only for this recipient.")
    Optional<String> recipient = Optional.empty();

    boolean given() {
      return domain.isPresent() || recipient.isPresent();
    }

    ListScope scope() {
      if (domain.isPresent() && recipient.isPresent()) {
        throw new WrongUse("give either --domain or --recipient");
      }
      if (domain.isPresent()) {
        return ListScope.parse(domain.get())
            .filter(ListScope.OfDomain.class::isInstance)
            .orElseThrow(() -> wrong(domain.get(), "a domain; write --domain example.org"));
      }
      if (recipient.isPresent()) {
        return ListScope.parse(recipient.get())
            .filter(ListScope.OfRecipient.class::isInstance)
            .orElseThrow(
                () -> wrong(recipient.get(), "an address; write --recipient user@example.org"));
      }
      return new ListScope.Everybody();
    }
  }

  @Command(
      name = "add",
      description = {
        "Lets senders through, or shuts them out. An allow entry holds for senders that SPF or DKIM",
        "proves, a block entry for all who use the name. The same sender again replaces its entry."
      })
  static final class Add extends DataCommand {
    private final Clock clock;

    @Parameters(index = "0", paramLabel = "allow|block", description = "What to do with them.")
    Listed.Kind kind = Listed.Kind.BLOCK;

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "PATTERN",
        description =
            "a@b.example, b.example, or .b.example with all domains below it; - reads one a line"
                + " from standard input.")
    List<String> patterns = new ArrayList<>(); // picocli adds to it

    @Mixin ScopeOption whose = new ScopeOption();

    @Option(
        names = "--envelope",
        description = "Compare with MAIL FROM alone; else with the author, to block with both.")
    boolean envelope;

    @Option(
        names = "--unsafe",
        description = "Allow whoever writes this name, verified or not. Anybody can.")
    boolean unsafe;

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "For how long, for example 30d.")
    Optional<Duration> expires = Optional.empty();

    @Option(names = "--note", paramLabel = "TEXT", description = "Why.")
    String note = "";

    Add(Program program, Terminal terminal, Clock clock) {
      super(program, terminal);
      this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      if (unsafe && kind == Listed.Kind.BLOCK) {
        throw new WrongUse("--unsafe is for allow entries; a block entry needs no proof anyway");
      }
      Config config = place.read();
      Instant now = clock.instant();
      List<ListEntry> entries = new ArrayList<>();
      for (String pattern : patterns) {
        if (pattern.equals("-")) {
          for (String line : lines()) {
            entries.add(entry(line, now));
          }
        } else {
          entries.add(entry(pattern, now));
        }
      }
      Files.createDirectories(config.node().data());
      try (Stores stores = program.stores(config.node().data())) {
        noteIfNotOurs(stores);
        List<Stored> stored = stores.senderLists().put(whose.tenant, entries);
        if (stored.size() > 10) {
          terminal.line("added " + stored.size() + " entries");
        } else {
          stored.forEach(one -> terminal.line("added " + one.words()));
        }
        return 0;
      }
    }

    // It does no harm, and the domain may come later.
    private void noteIfNotOurs(Stores stores) {
      Optional<String> domain =
          whose.domain.or(
              () -> whose.recipient.map(one -> one.substring(one.lastIndexOf('@') + 1)));
      domain
          .filter(name -> stores.tenants().domain(whose.tenant, name).isEmpty())
          .ifPresent(name ->
              terminal.say(
                  "note: tenant "
                      + whose.tenant
                      + " has no domain "
                      + Shown.text(name)
                      + "; the entry waits for it, or --tenant is missing"));
    }

    private List<String> lines() throws IOException {
      return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }

    private ListEntry entry(String text, Instant now) {
      SenderPattern pattern = pattern(text);
      try {
        return new ListEntry(
            whose.scope(),
            kind,
            pattern,
            envelope ? Identity.ENVELOPE : Identity.AUTHOR,
            unsafe,
            note,
            now,
            expires.map(now::plus));
      } catch (IllegalArgumentException e) {
        throw new WrongUse(String.valueOf(e.getMessage()), e);
      }
    }
  }

  @Command(name = "list", description = "Shows the entries, of all tenants or of one.")
  static final class Listing extends DataCommand {
    private final Clock clock;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only those of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    @Option(names = "--json", description = "One JSON object a line, as when no screen is there.")
    boolean json;

    Listing(Program program, Terminal terminal, Clock clock) {
      super(program, terminal);
      this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      Config config = place.existing();
      try (Stores stores = program.stores(config.node().data())) {
        List<Stored> entries =
            tenant.isPresent()
                ? stores.senderLists().entries(tenant.get())
                : stores.senderLists().entries();
        if (json || !terminal.outIsScreen()) {
          entries.stream().map(ListCommand::json).forEach(terminal.lines());
        } else {
          show(entries);
        }
        return 0;
      }
    }

    private void show(List<Stored> entries) {
      Instant now = clock.instant();
      List<List<String>> rows = new ArrayList<>();
      for (Stored one : entries) {
        ListEntry entry = one.entry();
        rows.add(
            List.of(
                Long.toString(one.id()),
                one.tenant().name(),
                scope(entry.scope()),
                word(entry.kind()),
                entry.pattern().text(),
                remarks(entry, now)));
      }
      Shown.table(List.of("ID", "TENANT", "FOR", "KIND", "SENDER", "REMARKS"), rows)
          .forEach(terminal::line);
    }

    private static String remarks(ListEntry entry, Instant now) {
      List<String> remarks = new ArrayList<>();
      if (entry.identity() == Identity.ENVELOPE) {
        remarks.add("envelope");
      }
      if (entry.unsafe()) {
        remarks.add("unsafe");
      }
      entry
          .expires()
          .ifPresent(time ->
              remarks.add((entry.expired(now) ? "expired " : "until ") + JsonObject.moment(time)));
      if (!entry.note().isEmpty()) {
        remarks.add(entry.note());
      }
      return String.join(", ", remarks);
    }
  }

  @Command(name = "remove", description = "Removes an entry.")
  static final class Remove extends DataCommand {
    @Parameters(paramLabel = "ID|PATTERN", description = "Its number, or its sender.")
    String which = "";

    @Mixin ScopeOption whose = new ScopeOption();

    Remove(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      Config config = place.existing();
      try (Stores stores = program.stores(config.node().data())) {
        List<Stored> found = find(stores.senderLists().entries(whose.tenant));
        if (found.isEmpty()) {
          throw new CommandFailed(
              "tenant "
                  + whose.tenant
                  + " has no entry "
                  + Shown.text(which)
                  + "; postern list list shows all");
        }
        if (found.size() > 1) {
          StringBuilder each = new StringBuilder("there are several; say which by its number:");
          found.forEach(
              one -> each.append("\n  ").append(one.id()).append("  ").append(one.words()));
          throw new WrongUse(each.toString());
        }
        Stored entry = found.getFirst();
        if (!stores.senderLists().remove(whose.tenant, entry.id())) {
          throw new CommandFailed("entry " + entry.id() + " was removed meanwhile");
        }
        terminal.line("removed " + entry.words());
        return 0;
      }
    }

    private List<Stored> find(List<Stored> entries) {
      if (which.matches("[0-9]{1,18}")) {
        long id = Long.parseLong(which);
        return entries.stream().filter(one -> one.id() == id).toList();
      }
      SenderPattern pattern = pattern(which);
      ListScope scope = whose.scope();
      return entries.stream()
          .filter(one -> one.entry().pattern().equals(pattern))
          .filter(one -> !whose.given() || one.entry().scope().equals(scope))
          .toList();
    }
  }

  private static SenderPattern pattern(String text) {
    return SenderPattern.parse(text)
        .orElseThrow(() -> wrong(text, "a sender; write a@b.example, b.example or .b.example"));
  }

  private static WrongUse wrong(String text, String expected) {
    return new WrongUse("'" + Shown.text(text) + "' is not " + expected);
  }

  private static String scope(ListScope scope) {
    return scope instanceof ListScope.Everybody ? "everybody" : scope.text();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject json(Stored one) {
    ListEntry entry = one.entry();
    JsonObject object =
        new JsonObject()
            .with("id", one.id())
            .with("tenant", one.tenant().name())
            .with("scope", word(entry.scope()))
            .with("for", entry.scope().text())
            .with("kind", word(entry.kind()))
            .with("pattern", entry.pattern().text())
            .with("identity", word(entry.identity()))
            .with("unsafe", entry.unsafe())
            .with("note", entry.note())
            .with("created", entry.created());
    entry.expires().ifPresent(time -> object.with("expires", time));
    return object;
  }

  private static String word(ListScope scope) {
    return switch (scope) {
      case ListScope.Everybody _ -> "tenant";
      case ListScope.OfDomain _ -> "domain";
      case ListScope.OfRecipient _ -> "recipient";
    };
  }
}
