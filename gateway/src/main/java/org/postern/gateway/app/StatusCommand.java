package org.postern.gateway.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.control.ControlClient;
import org.postern.gateway.control.Operations.Status;
import org.postern.gateway.control.Trouble;
import org.postern.gateway.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postern status`: how the gateway that runs on some data is.
@Command(
    name = "status",
    description = {
      "Shows how the running gateway is: where it listens, how many messages it has, and what an",
      "administrator should look at: rules that are switched off, files that could not be read."
    })
final class StatusCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(names = "--json", description = "One JSON object.")
  boolean json;

  @Mixin Common.Place place = new Common.Place();

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, ConfigException {
    Optional<ControlClient> running = ControlClient.connect(place.existing().node().data());
    if (running.isEmpty()) {
      throw new CommandFailed("no gateway runs on these data");
    }
    try (ControlClient gateway = running.get()) {
      Status status = gateway.status();
      if (json) {
        terminal.line(status.json());
      } else {
        show(status);
      }
    }
    return 0;
  }

  private void show(Status status) {
    Shown.table(
            List.of("process", Long.toString(status.pid())),
            List.of(
                List.of("version", status.version()),
                List.of("started", JsonObject.moment(status.started())),
                List.of("smtp", String.join(", ", status.smtp())),
                List.of("http", status.http()),
                List.of("queued", Integer.toString(status.queued()))))
        .forEach(terminal::line);
    for (Trouble trouble : status.troubles()) {
      terminal.line(
          Shown.text(
              switch (trouble.kind()) {
                    case RULE_SWITCHED_OFF -> "rule switched off: ";
                    case RULE_NEVER_HITS -> "rule never hits: ";
                    case FILE_NOT_READ -> "file not read: ";
                  }
                  + trouble.what()
                  + ", "
                  + trouble.where()
                  + ": "
                  + trouble.why()));
    }
  }
}
