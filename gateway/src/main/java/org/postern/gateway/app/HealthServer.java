package org.postern.gateway.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.postern.gateway.control.Operations.Status;
import org.postern.gateway.json.JsonObject;

/// Tells balancers and monitors how the gateway is: `/health` answers 200 while it takes mail and
/// 503 once it drains, with a small JSON object; `/health/live` answers 200 as long as the process
/// does.
final class HealthServer implements AutoCloseable {

  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean draining;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  static HealthServer start(InetSocketAddress address, Function<InetSocketAddress, Status> status)
      throws IOException {
    HealthServer health = new HealthServer(HttpServer.create(address, BACKLOG));
    health.server.setExecutor(health.threads);
    health.server.createContext("/", exchange -> answer(exchange, 404, "{}"));
    health.server.createContext(
        "/health", exchange -> health.health(exchange, status.apply(health.address())));
    health.server.start();
    return health;
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /// From now on `/health` says that no new mail should come here.
  void drain() {
    draining = true;
  }

  private void health(HttpExchange exchange, Status status) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/health/live" -> answer(exchange, 200, new JsonObject().with("live", true).toString());
      case "/health" ->
          answer(
              exchange,
              draining ? 503 : 200,
              new JsonObject()
                  .with("status", draining ? "draining" : "ready")
                  .with("version", status.version())
                  .with("started", status.started())
                  .with("queued", status.queued())
                  .toString());
      default -> answer(exchange, 404, "{}");
    }
  }

  private static void answer(HttpExchange exchange, int code, String json) throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (!head && !exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      byte[] octets = (json + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, head ? -1 : octets.length);
      if (!head) {
        exchange.getResponseBody().write(octets);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
