package org.postern.gateway.app;

import java.io.IOException;
import java.util.Optional;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.recipients.Checked;
import org.postern.mail.address.EmailAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern recipients flush|check`: what next hops say about recipients.
final class AskedCommand {

  private AskedCommand() {}

  @Command(
      name = "flush",
      description = "Forgets what next hops said about recipients, so that they are asked again.")
  static final class Flush extends DataCommand {
    @Parameters(
        paramLabel = "DOMAIN|ADDRESS",
        arity = "0..1",
        description = "Only about these; without it, everything.")
    Optional<String> what = Optional.empty();

    Flush(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      what.filter(text -> text.indexOf('@') >= 0).ifPresent(RecipientsCommand::address);
      int count = ask(operations -> operations.flushRecipients(what));
      terminal.line("forgotten: " + count + (count == 1 ? " answer" : " answers"));
      return 0;
    }
  }

  @Command(
      name = "check",
      description = {
        "Asks the next hop for a recipient now and shows what it says.",
        "Ends with 1 where the recipient would not be taken."
      })
  static final class Check extends DataCommand {
    @Parameters(paramLabel = "ADDRESS", description = "The recipient.")
    String address = "";

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    Check(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      EmailAddress wanted = RecipientsCommand.address(address);
      Checked checked = ask(operations -> operations.checkRecipient(wanted.toString()));
      if (json) {
        terminal.line(json(wanted, checked));
      } else {
        terminal.line(
            (checked.host().isEmpty() ? "no answer" : checked.host())
                + ": "
                + Shown.text(checked.said().summary()));
        terminal.line(meaning(checked));
        terminal.line(rule(wanted, checked));
      }
      return taken(checked) ? 0 : 1;
    }

    private static boolean taken(Checked checked) {
      return switch (checked.rule()) {
        case OFF -> true;
        case LIST -> checked.listed();
        case PASS_THROUGH -> checked.meaning() == org.postern.gateway.recipients.Meaning.EXISTS;
      };
    }

    private static JsonObject json(EmailAddress wanted, Checked checked) {
      return new JsonObject()
          .with("rcpt", wanted.toString())
          .with("recipients", DomainCommand.word(checked.rule()))
          .with("listed", checked.listed())
          .with("host", checked.host())
          .with("said", checked.said().summary())
          .with("meaning", DomainCommand.word(checked.meaning()))
          .with("taken", taken(checked));
    }

    private static String meaning(Checked checked) {
      return "That is: "
          + switch (checked.meaning()) {
            case EXISTS -> "the recipient exists.";
            case UNKNOWN -> "the recipient does not exist.";
            case UNAVAILABLE -> "the recipient exists and takes no mail.";
            case LATER -> "not to be told now.";
            case POLICY ->
                "not about the recipient: the next hop does not want this gateway or the sender of"
                    + " the question. Exempt the gateway there, or change probe-sender.";
            case UNFIT -> "the next hop does not take such an address.";
            case SILENCE -> "nobody answered.";
          };
    }

    private static String rule(EmailAddress wanted, Checked checked) {
      return wanted.domain()
          + " has recipients="
          + DomainCommand.word(checked.rule())
          + switch (checked.rule()) {
            case OFF -> ": all are taken.";
            case LIST -> checked.listed() ? ": it is listed." : ": it is not listed.";
            case PASS_THROUGH -> ": the sender is told what the next hop says.";
          };
    }
  }
}
