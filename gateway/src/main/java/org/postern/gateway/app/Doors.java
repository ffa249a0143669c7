package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.HostPort;
import org.postern.gateway.control.ControlServer;
import org.postern.gateway.control.Operations;
import org.postern.gateway.control.Operations.Status;
import org.postern.gateway.web.WebLimits;
import org.postern.gateway.web.WebServer;

/// The ways into a running gateway beside mail: health and pages over HTTP, and the control
/// channel.
final class Doors implements AutoCloseable {

  private final HealthServer health;
  private final Optional<WebServer> pages;
  private final ControlServer control;

  private Doors(HealthServer health, Optional<WebServer> pages, ControlServer control) {
    this.health = health;
    this.pages = pages;
    this.control = control;
  }

  static Doors open(Config config, RunningGateway gateway, Clock clock) throws IOException {
    Instant started = clock.instant();
    Function<InetSocketAddress, Status> status = http -> status(gateway, http, started);
    HealthServer health =
        listening(
            config.http().listen(),
            address -> HealthServer.start(address, status, gateway::why, clock));
    Optional<WebServer> pages = Optional.empty();
    try {
      if (config.http().publicListen().isPresent()) {
        pages =
            Optional.of(
                listening(
                    config.http().publicListen().get(),
                    address -> WebServer.bind(address, WebLimits.STANDARD, clock)));
        pages.get().serve(gateway::why);
      }
      return new Doors(
          health,
          pages,
          ControlServer.start(
              config.node().data(), gateway.operations(), () -> status.apply(health.address())));
    } catch (IOException e) {
      pages.ifPresent(WebServer::close);
      health.close();
      throw e;
    }
  }

  private interface Listening<T> {
    T on(InetSocketAddress address) throws IOException;
  }

  private static <T> T listening(HostPort address, Listening<T> server) throws IOException {
    try {
      return server.on(address.address());
    } catch (IOException e) {
      throw new IOException("cannot listen on " + address + " (http): " + e.getMessage(), e);
    }
  }

  private static Status status(RunningGateway gateway, InetSocketAddress http, Instant started) {
    return new Status(
        ProcessHandle.current().pid(),
        Version.text(),
        started,
        gateway.smtp().stream().map(RunCommand::shown).toList(),
        RunCommand.shown(http),
        queued(gateway.operations()),
        gateway.troubles());
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

  /// Where the world finds the pages, when they have a listener of their own.
  Optional<InetSocketAddress> pages() {
    return pages.map(WebServer::address);
  }

  /// Tells balancers that no new mail should come here.
  void drain() {
    health.drain();
  }

  @Override
  public void close() throws IOException {
    control.close();
    pages.ifPresent(WebServer::close);
    health.close();
  }
}
