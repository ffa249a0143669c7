package org.postern.gateway.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.postern.gateway.config.ConfigException;
import picocli.CommandLine.Mixin;

/// A command on the data of a gateway, which may run meanwhile.
abstract class DataCommand implements Callable<Integer> {

  final Program program;
  final Terminal terminal;

  @Mixin Common.Place place = new Common.Place();

  DataCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  /// What is stored, where there must be data already.
  Stores stores() throws IOException, ConfigException {
    return program.stores(place.existing().node().data());
  }

  /// Asks the gateway that runs, or does the work when none runs.
  <T> T ask(Program.Asking<T> action) throws IOException, ConfigException {
    return program.ask(place.existing(), action);
  }
}
