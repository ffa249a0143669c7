package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.config.HostPort;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.store.Tenants;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainKeys;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.Durations;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern domain`: the domains that mail is taken for. Works while a gateway runs, which sees the
/// change within a second, and when none does.
final class DomainCommand {

  private static final Pattern NAME =
      Pattern.compile(
          "[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]*[\\p{L}\\p{M}\\p{N}])?"
              + "(\\.[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]*[\\p{L}\\p{M}\\p{N}])?)*");

  private DomainCommand() {}

  /// One server of a route.
  static final class RouteOption {
    @Option(
        names = "--route",
        required = true,
        paramLabel = "HOST:PORT",
        description = "A server that takes mail of the domain. May be given several times.")
    String route = "";

    @Option(
        names = "--priority",
        paramLabel = "N",
        description =
            "Of the route before it: lower is tried first, equal ones share the load (10).")
    int priority = 10;

    NextHop hop() {
      HostPort address =
          HostPort.parse(route)
              .filter(parsed -> parsed.port() > 0)
              .orElseThrow(() ->
                  new WrongUse(
                      "'"
                          + route
                          + "' is not a route; write --route HOST:PORT, for example"
                          + " --route mail.example.org:25"));
      try {
        return new NextHop(address.host(), address.port(), priority);
      } catch (IllegalArgumentException e) {
        throw new WrongUse(String.valueOf(e.getMessage()), e);
      }
    }
  }

  @Command(
      name = "add",
      description = "Takes mail for a domain, or changes how. Says where it goes.")
  static final class Add extends DataCommand {
    @Parameters(paramLabel = "DOMAIN", description = "Its name, without @.")
    String name = "";

    @ArgGroup(exclusive = false, multiplicity = "1..*")
    List<RouteOption> routes = new ArrayList<>(); // picocli adds to it

    @Mixin Common.Owner owner = new Common.Owner();

    @Option(
        names = "--mode",
        paramLabel = "queue|proxy",
        description =
            "queue: 250 once the message is on our disk. proxy: delivered inside the sender's"
                + " transaction, nothing is queued. (queue)")
    DomainSettings.Mode mode = DomainSettings.STANDARD.mode();

    @Option(names = "--no-analysis", description = "Messages are passed on without examination.")
    boolean noAnalysis;

    @Option(
        names = "--lifetime",
        paramLabel = "TIME",
        description = "How long delivery is tried (7d).")
    Duration lifetime = DomainSettings.STANDARD.queueLifetime();

    @Option(
        names = "--retention",
        paramLabel = "TIME",
        description = "How long held messages are kept; else as the configuration says (30d).")
    Optional<Duration> retention = Optional.empty();

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description = "Any other setting, see docs/domains.md. May be given several times.")
    List<String> others = new ArrayList<>(); // picocli adds to it

    Add(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      Config config = place.read();
      Domain domain =
          new Domain(
              owner.tenant,
              valid(name),
              routes.stream().map(RouteOption::hop).toList(),
              changed(
                  DomainSettings.STANDARD
                      .withMode(mode)
                      .withAnalysis(!noAnalysis)
                      .withQueueLifetime(lifetime)
                      .withQuarantineRetention(retention.orElse(config.quarantine().retention())),
                  others));
      Files.createDirectories(config.node().data());
      try (Stores stores = program.stores(config.node().data())) {
        boolean known = stores.tenants().domain(owner.tenant, domain.name()).isPresent();
        stores.tenants().put(domain);
        terminal.line((known ? "changed " : "added ") + summary(domain));
        return 0;
      } catch (Tenants.Taken e) {
        throw new CommandFailed(String.valueOf(e.getMessage()), e);
      }
    }
  }

  @Command(
      name = "set",
      description = "Changes settings of a domain, or shows them all where none is given.")
  static final class Change extends DataCommand {
    @Parameters(index = "0", paramLabel = "DOMAIN", description = "Its name.")
    String name = "";

    @Parameters(
        index = "1..*",
        paramLabel = "KEY=VALUE",
        description = "What to change, for example recipients=pass-through; see docs/domains.md.")
    List<String> changes = new ArrayList<>(); // picocli adds to it

    @Mixin Common.Owner owner = new Common.Owner();

    Change(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      Config config = place.existing();
      try (Stores stores = program.stores(config.node().data())) {
        String lower = valid(name).toLowerCase(Locale.ROOT);
        Domain domain = owner.domain(stores, lower);
        DomainSettings settings = changed(domain.settings(), changes);
        if (!changes.isEmpty()) {
          stores
              .tenants()
              .put(new Domain(domain.tenant(), domain.name(), domain.route(), settings));
          terminal.line("changed " + domain.name());
          return 0;
        }
        for (DomainKeys.Setting setting : DomainKeys.list()) {
          terminal.line(setting.name() + "=" + setting.write().apply(settings));
        }
        return 0;
      }
    }
  }

  private static DomainSettings changed(DomainSettings settings, List<String> changes) {
    return Settled.with(settings, changes, "recipients=pass-through", DomainKeys::with);
  }

  @Command(name = "list", description = "Lists the domains.")
  static final class Listing extends DataCommand {
    @Option(names = "--tenant", paramLabel = "NAME", description = "Only those of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    @Option(names = "--json", description = "One JSON object a line, as when no screen is there.")
    boolean json;

    Listing(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      Config config = place.existing();
      try (Stores stores = program.stores(config.node().data())) {
        List<Domain> domains =
            stores.tenants().domains().stream()
                .filter(domain -> tenant.isEmpty() || tenant.get().equals(domain.tenant()))
                .sorted(java.util.Comparator.comparing(Domain::name))
                .toList();
        if (json || !terminal.outIsScreen()) {
          domains.stream().map(DomainCommand::json).forEach(terminal.lines());
        } else {
          show(domains);
        }
        return 0;
      }
    }

    private void show(List<Domain> domains) {
      List<List<String>> rows = new ArrayList<>();
      for (Domain domain : domains) {
        rows.add(
            List.of(
                domain.name(),
                domain.tenant().name(),
                word(domain.settings().mode())
                    + (domain.settings().analysis() ? "" : ", unexamined"),
                route(domain)));
      }
      Shown.table(List.of("DOMAIN", "TENANT", "MODE", "ROUTE"), rows).forEach(terminal::line);
    }
  }

  @Command(
      name = "remove",
      description = "Takes no more mail for a domain. What is queued goes on.")
  static final class Remove extends DataCommand {
    @Parameters(paramLabel = "DOMAIN", description = "Its name.")
    String name = "";

    @Mixin Common.Owner owner = new Common.Owner();

    Remove(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      Config config = place.existing();
      try (Stores stores = program.stores(config.node().data())) {
        String lower = valid(name).toLowerCase(Locale.ROOT);
        if (!stores.tenants().remove(owner.tenant, lower)) {
          throw owner.unknown(lower);
        }
        terminal.line("removed " + lower);
        return 0;
      }
    }
  }

  private static String valid(String name) {
    if (name.length() > 253 || !NAME.matcher(name).matches()) {
      throw new WrongUse(
          "'"
              + Shown.text(name)
              + "' is not a domain; write, for example: postern domain add"
              + " example.org --route mail.example.org:25");
    }
    return name;
  }

  private static String summary(Domain domain) {
    DomainSettings settings = domain.settings();
    return domain.name()
        + " (tenant "
        + domain.tenant()
        + "): "
        + word(settings.mode())
        + " to "
        + route(domain)
        + (settings.analysis() ? "" : ", without analysis");
  }

  private static String route(Domain domain) {
    boolean several = domain.route().size() > 1;
    return String.join(
        ", ",
        domain.route().stream()
            .map(hop -> several ? hop + " (" + hop.priority() + ")" : hop.toString())
            .toList());
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static JsonObject json(Domain domain) {
    DomainSettings settings = domain.settings();
    return new JsonObject()
        .with("domain", domain.name())
        .with("tenant", domain.tenant().name())
        .with(
            "route",
            domain.route().stream()
                .map(hop ->
                    new JsonObject()
                        .with("host", hop.host())
                        .with("port", hop.port())
                        .with("priority", hop.priority()))
                .toList())
        .with("mode", word(settings.mode()))
        .with("analysis", settings.analysis())
        .with("lifetime", Durations.text(settings.queueLifetime()))
        .with("retention", Durations.text(settings.quarantineRetention()))
        .with("settings", settings(settings));
  }

  private static JsonObject settings(DomainSettings settings) {
    JsonObject all = new JsonObject();
    for (DomainKeys.Setting setting : DomainKeys.list()) {
      all.with(setting.name(), setting.write().apply(settings));
    }
    return all;
  }
}
