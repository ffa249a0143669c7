package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.postern.gateway.config.Config;

/// The only place where implementations are chosen.
final class Wiring implements Program {

  @Override
  public Stores stores(Path data) {
    return SqliteStores.open(data, InstantSource.system());
  }

  @Override
  public RunningGateway start(Config config) throws IOException {
    throw new IOException("the gateway is not wired yet");
  }

  @Override
  public <T> T whileStopped(Config config, Asking<T> action) throws IOException {
    throw new IOException("no gateway runs on " + config.node().data());
  }
}
