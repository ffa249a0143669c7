package org.postern.gateway.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.RecipientRules;
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
  static final class Change extends DataCommand {
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "Whose mail.")
    String address = "";

    @Parameters(
        index = "1..*",
        paramLabel = "KEY=VALUE",
        description = "infomail=domain, deliver, hold or \"mark PREFIX\".")
    List<String> changes = new ArrayList<>(); // picocli adds to it

    @Mixin Common.Owner owner = new Common.Owner();

    Change(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      EmailAddress user = RecipientsCommand.address(address);
      try (Stores stores = stores()) {
        Domain domain = owner.domain(stores, user.domain());
        RecipientRules rules = domain.settings().recipientRules();
        UserSettings settings =
            stores.users().find(owner.tenant, user, rules).orElse(UserSettings.NONE);
        if (changes.isEmpty()) {
          terminal.line("infomail=" + UserKeys.infomail(settings));
          return 0;
        }
        UserSettings changed = Settled.with(settings, changes, "infomail=hold", UserKeys::with);
        stores.users().put(new Chosen(owner.tenant, user, changed), rules);
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
  }

  @Command(name = "list", description = "Lists the users who chose something.")
  static final class Listing extends DataCommand {
    @Option(names = "--tenant", paramLabel = "NAME", description = "Only those of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    Listing(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      try (Stores stores = stores()) {
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
