package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.config.HostPort;
import org.postern.gateway.control.ControlClient;
import org.postern.gateway.control.Operations.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postern run`: the gateway itself.
@Command(
    name = "run",
    description = {
      "Runs the gateway. Prints one line that begins with \"ready\" when it listens.",
      "SIGTERM or Ctrl-C: takes no more connections, finishes what is open, ends."
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private final Program program;
  private final Terminal terminal;
  private final Clock clock;
  private final Stopping stopping;

  @Option(
      names = "--smtp",
      paramLabel = "ADDR:PORT",
      description =
          "Where to listen for mail, instead of the configuration. May be given several times.")
  List<String> smtp = List.of();

  @Option(
      names = "--http",
      paramLabel = "ADDR:PORT",
      description = "Where /health and /why are, instead of the configuration.")
  Optional<String> http = Optional.empty();

  @Mixin Common.Place place = new Common.Place();

  RunCommand(Program program, Terminal terminal, Clock clock, Stopping stopping) {
    this.program = program;
    this.terminal = terminal;
    this.clock = clock;
    this.stopping = stopping;
  }

  @Override
  public Integer call() throws IOException, ConfigException, InterruptedException {
    Config config = config();
    LogSetup.apply(config.log());
    Path data = config.node().data();
    Files.createDirectories(data);
    refuseSecond(data);
    try (RunningGateway gateway = program.start(config);
        Doors doors = Doors.open(config, gateway, clock)) {
      stopping.arm();
      terminal.line(ready(gateway, doors, data));
      terminal.flush();
      stopping.await();
      LOG.info("draining");
      doors.drain();
      gateway.drain();
      LOG.info("stopped");
    }
    return 0;
  }

  private Config config() throws ConfigException {
    Config config = place.read();
    if (!smtp.isEmpty()) {
      config = config.withSmtp(smtp.stream().map(text -> address("--smtp", text)).toList());
    }
    return http.isPresent() ? config.withHttp(address("--http", http.get())) : config;
  }

  private static HostPort address(String option, String text) {
    return HostPort.parse(text)
        .orElseThrow(() ->
            new WrongUse(
                "'" + text + "' is not an address; write " + option + " 0.0.0.0:25, for example"));
  }

  private static void refuseSecond(Path data) throws IOException {
    Optional<ControlClient> other = ControlClient.connect(data);
    if (other.isPresent()) {
      try (ControlClient running = other.get()) {
        Status status = running.status();
        throw new CommandFailed(
            "a gateway runs on these data already: process "
                + status.pid()
                + ", smtp "
                + String.join(",", status.smtp())
                + "; choose another folder: --data DIR");
      }
    }
  }

  private String ready(RunningGateway gateway, Doors doors, Path data) {
    return "ready smtp="
        + gateway.smtp().stream().map(RunCommand::shown).collect(Collectors.joining(","))
        + " http="
        + shown(doors.http())
        + doors.pages().map(address -> " public=" + shown(address)).orElse("")
        + " data="
        + data
        + " version="
        + Version.text()
        + " took="
        + ProcessAge.now(clock).toMillis()
        + "ms";
  }

  static String shown(InetSocketAddress address) {
    return new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
  }
}
