package org.postern.gateway.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.tenant.UserKeys;
import org.postern.gateway.tenant.UserSettings;
import org.postern.gateway.tenant.UserSnapshot.Chosen;
import org.postern.mail.address.EmailAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern user set|list`: what users chose for their own mail. Works while a gateway runs, which
/// sees the change within a second, and when none does.
final class UserCommand {

  private UserCommand() {}

  @Command(
      name = "set",
      description = {
        "Changes what a user chose, or shows it where nothing is given. It counts where the domain",
        "has infomail-by=users."
      })
  static final class Change implements Callable<Integer> {
    private final Program program;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "Whose mail.")
    String address = "";

    @Parameters(
        index = "1..*",
        paramLabel = "KEY=VALUE",
        description = "infomail=domain, deliver, hold or \"mark PREFIX\".")
    List<String> changes = new ArrayList<>(); // picocli adds to it

    @Option(names = "--tenant", paramLabel = "NAME", description = "Who owns the domain (default).")
    TenantId tenant = TenantId.DEFAULT;

    @Mixin Common.Place place = new Common.Place();

    Change(Program program, Terminal terminal) {
      this.program = program;
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      EmailAddress user = RecipientsCommand.address(address);
      try (Stores stores = program.stores(place.existing().node().data())) {
        Domain domain =
            stores
                .tenants()
                .domain(tenant, user.domain())
                .orElseThrow(() ->
                    new CommandFailed(
                        "tenant "
                            + tenant
                            + " has no domain "
                            + user.domain()
                            + "; postern domain list shows all"));
        UserSettings settings = stores.users().find(tenant, user).orElse(UserSettings.NONE);
        if (changes.isEmpty()) {
          terminal.line("infomail=" + UserKeys.infomail(settings));
          return 0;
        }
        UserSettings changed = changed(settings);
        stores.users().put(new Chosen(tenant, user, changed));
        terminal.line("changed " + user);
        if (domain.settings().infomailBy() == DomainSettings.Chooser.DOMAIN) {
          terminal.say(
              domain.name()
                  + " decides for its users; postern domain set "
                  + domain.name()
                  + " infomail-by=users lets them choose");
        }
        return 0;
      }
    }

    private UserSettings changed(UserSettings settings) {
      UserSettings changed = settings;
      for (String change : changes) {
        int equals = change.indexOf('=');
        if (equals < 1) {
          throw new WrongUse(
              "'" + Shown.text(change) + "' is not KEY=VALUE, for example infomail=hold");
        }
        try {
          changed =
              UserKeys.with(changed, change.substring(0, equals), change.substring(equals + 1));
        } catch (IllegalArgumentException e) {
          throw new WrongUse(String.valueOf(e.getMessage()), e);
        }
      }
      return changed;
    }
  }

  @Command(name = "list", description = "Lists the users who chose something.")
  static final class Listing implements Callable<Integer> {
    private final Program program;
    private final Terminal terminal;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only those of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    @Mixin Common.Place place = new Common.Place();

    Listing(Program program, Terminal terminal) {
      this.program = program;
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      try (Stores stores = program.stores(place.existing().node().data())) {
        stores.users().all().stream()
            .filter(one -> tenant.isEmpty() || tenant.get().equals(one.tenant()))
            .forEach(this::line);
        return 0;
      }
    }

    private void line(Chosen one) {
      String infomail = UserKeys.infomail(one.settings());
      if (json) {
        terminal.line(
            new JsonObject()
                .with("user", one.user().toString())
                .with("tenant", one.tenant().name())
                .with("infomail", infomail));
      } else {
        terminal.line(one.user() + " infomail=" + infomail);
      }
    }
  }
}
