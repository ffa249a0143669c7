package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Path;
import org.postern.gateway.config.Config;
import org.postern.gateway.control.ControlClient;
import org.postern.gateway.control.Operations;

/// What commands need of the rest of the program. [Wiring] is the one that chooses implementations.
public interface Program {

  /// Opens what is stored below this folder; it may be in use by a running gateway.
  Stores stores(Path data) throws IOException;

  /// Starts a gateway.
  ///
  /// @throws IOException when an address, a file or the data cannot be had: with a text for the
  ///   administrator
  RunningGateway start(Config config) throws IOException;

  /// Lets the action work on data that no gateway runs on.
  <T> T whileStopped(Config config, Asking<T> action) throws IOException;

  /// Asks the gateway that runs on these data, or does the work when none runs.
  default <T> T ask(Config config, Asking<T> action) throws IOException {
    var running = ControlClient.connect(config.node().data());
    if (running.isEmpty()) {
      return whileStopped(config, action);
    }
    try (ControlClient client = running.get()) {
      return action.ask(client);
    }
  }

  /// Something to do with the messages that a gateway has in its hands.
  interface Asking<T> {
    T ask(Operations operations) throws IOException;
  }
}
