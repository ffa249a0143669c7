package org.postern.gateway.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.store.Recipients;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.mail.address.EmailAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern recipients add|remove|list|import`: the listed recipients of domains with
/// `recipients=list`. Works while a gateway runs, which sees the change at once, and when none
/// does.
final class RecipientsCommand {

  private static final int LONGEST_FILE = 5_000_000;

  private RecipientsCommand() {}

  @Command(name = "add", description = "Lists recipients of a domain with recipients=list.")
  static final class Add extends DataCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Who exists.")
    List<String> addresses = new ArrayList<>(); // picocli adds to it

    @Mixin Common.Owner owner = new Common.Owner();

    Add(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      Map<String, Set<String>> byDomain = byDomain(addresses);
      try (Stores stores = stores()) {
        for (String domain : byDomain.keySet()) {
          known(stores, owner, domain, terminal);
        }
        int added = 0;
        for (Map.Entry<String, Set<String>> one : byDomain.entrySet()) {
          added += stores.recipients().add(owner.tenant, one.getKey(), one.getValue());
        }
        terminal.line("added " + recipients(added));
        return 0;
      }
    }
  }

  @Command(name = "remove", description = "Takes recipients off the list, in any case of letters.")
  static final class Remove extends DataCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Who exists no more.")
    List<String> addresses = new ArrayList<>(); // picocli adds to it

    @Mixin Common.Owner owner = new Common.Owner();

    Remove(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      Map<String, Set<String>> byDomain = byDomain(addresses);
      try (Stores stores = stores()) {
        int removed = 0;
        for (Map.Entry<String, Set<String>> one : byDomain.entrySet()) {
          removed += stores.recipients().remove(owner.tenant, one.getKey(), one.getValue());
        }
        if (removed == 0) {
          throw new CommandFailed("none of them is listed for tenant " + owner.tenant);
        }
        terminal.line("removed " + recipients(removed));
        return 0;
      }
    }
  }

  @Command(name = "list", description = "Shows the listed recipients of a domain.")
  static final class Listing extends DataCommand {
    @Parameters(paramLabel = "DOMAIN", description = "Its name.")
    String domain = "";

    @Mixin Common.Owner owner = new Common.Owner();

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    Listing(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String lower = domain.toLowerCase(Locale.ROOT);
      try (Stores stores = stores()) {
        known(stores, owner, lower, terminal);
        stores.recipients().list(owner.tenant, lower, local -> line(local, lower));
        return 0;
      }
    }

    private void line(String local, String lower) {
      String address = new EmailAddress(local, lower).toString();
      if (json) {
        terminal.line(new JsonObject().with("rcpt", address));
      } else {
        terminal.line(address);
      }
    }
  }

  @Command(
      name = "import",
      description = {
        "Lists the recipients of a file: one a line, with or without the domain.",
        "Empty lines and what begins with # do not count. All of the file, or nothing of it."
      })
  static final class Import extends DataCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "Text in UTF-8.")
    Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "DOMAIN", description = "Whose recipients they are.")
    String domain = "";

    @Option(names = "--replace", description = "Those that are not in the file are listed no more.")
    boolean replace;

    @Mixin Common.Owner owner = new Common.Owner();

    Import(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String lower = domain.toLowerCase(Locale.ROOT);
      Set<String> locals = read(lower);
      try (Stores stores = stores()) {
        known(stores, owner, lower, terminal);
        Recipients recipients = stores.recipients();
        if (!replace) {
          terminal.line("added " + recipients(recipients.add(owner.tenant, lower, locals)));
        } else if (locals.isEmpty()) {
          throw new CommandFailed(
              file + " names nobody; the list stays as it is, because all mail would be refused");
        } else {
          recipients.replace(owner.tenant, lower, locals);
          terminal.line("listed " + recipients(locals.size()));
        }
        return 0;
      }
    }

    private Set<String> read(String lower) throws IOException {
      Set<String> locals = new LinkedHashSet<>();
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        int number = 0;
        for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
          number++;
          String text = line.get().strip();
          if (!text.isEmpty() && !text.startsWith("#")) {
            locals.add(local(text, lower, number));
          }
        }
      } catch (CharacterCodingException e) {
        throw new CommandFailed(file + " is not text in UTF-8", e);
      } catch (java.nio.file.NoSuchFileException e) {
        throw new WrongUse("there is no file " + file, e);
      }
      return locals;
    }

    private String local(String text, String lower, int number) {
      if (number > LONGEST_FILE) {
        throw new CommandFailed(file + " has more than " + LONGEST_FILE + " lines");
      }
      String address = text.indexOf('@') < 0 ? text + "@" + lower : text;
      return EmailAddress.parse(address)
          .filter(parsed -> parsed.domain().equals(lower))
          .map(EmailAddress::local)
          .orElseThrow(() ->
              new CommandFailed(
                  file
                      + ", line "
                      + number
                      + ": '"
                      + Shown.text(text)
                      + "' is no address of "
                      + lower
                      + "; nothing was changed"));
    }

    private static Optional<String> next(BufferedReader lines) throws IOException {
      return Optional.ofNullable(lines.readLine());
    }
  }

  private static Map<String, Set<String>> byDomain(List<String> addresses) {
    Map<String, Set<String>> byDomain = new LinkedHashMap<>();
    for (String text : addresses) {
      EmailAddress address = address(text);
      byDomain.computeIfAbsent(address.domain(), _ -> new LinkedHashSet<>()).add(address.local());
    }
    return byDomain;
  }

  static EmailAddress address(String text) {
    return EmailAddress.parse(text)
        .orElseThrow(() ->
            new WrongUse("'" + Shown.text(text) + "' is not an address like bob@example.org"));
  }

  // A list that nobody reads is a trap: it says so, and takes it all the same, since the list comes
  // before the switch.
  private static void known(Stores stores, Common.Owner owner, String domain, Terminal terminal) {
    DomainSettings settings = owner.domain(stores, domain).settings();
    if (settings.recipients() != DomainSettings.Recipients.LIST) {
      terminal.say(
          "note: "
              + domain
              + " does not use its list; to switch: postern domain set "
              + domain
              + " recipients=list");
    }
  }

  private static String recipients(int count) {
    return count + (count == 1 ? " recipient" : " recipients");
  }
}
