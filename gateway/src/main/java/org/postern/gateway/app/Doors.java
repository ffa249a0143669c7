package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import org.postern.gateway.config.Config;
import org.postern.gateway.control.ControlServer;
import org.postern.gateway.control.Operations;
import org.postern.gateway.control.Operations.Status;

/// The ways into a running gateway beside mail: health over HTTP, and the control channel.
final class Doors implements AutoCloseable {

  private final HealthServer health;
  private final ControlServer control;

  private Doors(HealthServer health, ControlServer control) {
    this.health = health;
    this.control = control;
  }

  static Doors open(Config config, RunningGateway gateway, Clock clock) throws IOException {
    Instant started = clock.instant();
    Function<InetSocketAddress, Status> status = http -> status(gateway, http, started);
    HealthServer health;
    try {
      health = HealthServer.start(config.http().listen().address(), status);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + config.http().listen() + " (http): " + e.getMessage(), e);
    }
    try {
      return new Doors(
          health,
          ControlServer.start(
              config.node().data(), gateway.operations(), () -> status.apply(health.address())));
    } catch (IOException e) {
      health.close();
      throw e;
    }
  }

  private static Status status(RunningGateway gateway, InetSocketAddress http, Instant started) {
    return new Status(
        ProcessHandle.current().pid(),
        Version.text(),
        started,
        gateway.smtp().stream().map(RunCommand::shown).toList(),
        RunCommand.shown(http),
        queued(gateway.operations()));
  }

  private static int queued(Operations operations) {
    try {
      return operations.queued();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  InetSocketAddress http() {
    return health.address();
  }

  /// Tells balancers that no new mail should come here.
  void drain() {
    health.drain();
  }

  @Override
  public void close() throws IOException {
    control.close();
    health.close();
  }
}
