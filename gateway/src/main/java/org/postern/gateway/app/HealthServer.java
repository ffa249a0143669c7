package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Function;
import org.postern.gateway.control.Operations.Status;
import org.postern.gateway.control.Trouble;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.web.WebLimits;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;
import org.postern.gateway.web.WebServer;
import org.postern.gateway.why.WhyPages;

/// Tells balancers and monitors how the gateway is: `/health` answers 200 while it takes mail and
/// 503 once it drains, with a small JSON object that names what an administrator should look at;
/// `/health/live` answers 200 as long as the process does. `/why` is for senders.
final class HealthServer implements AutoCloseable {

  private final WebServer server;
  private final Function<InetSocketAddress, Status> status;
  private final Function<WebRequest, WebResponse> why;
  private volatile boolean draining;

  private HealthServer(
      WebServer server,
      Function<InetSocketAddress, Status> status,
      Function<WebRequest, WebResponse> why) {
    this.server = server;
    this.status = status;
    this.why = why;
  }

  static HealthServer start(
      InetSocketAddress address,
      Function<InetSocketAddress, Status> status,
      Function<WebRequest, WebResponse> why,
      InstantSource clock)
      throws IOException {
    HealthServer health =
        new HealthServer(WebServer.bind(address, WebLimits.STANDARD, clock), status, why);
    health.server.serve(health::answer);
    return health;
  }

  InetSocketAddress address() {
    return server.address();
  }

  /// From now on `/health` says that no new mail should come here.
  void drain() {
    draining = true;
  }

  private WebResponse answer(WebRequest request) {
    String path = request.path();
    if (path.equals(WhyPages.PREFIX) || path.startsWith(WhyPages.PREFIX + "/")) {
      return why.apply(request);
    }
    if (!request.method().equals("HEAD") && !request.method().equals("GET")) {
      return WebResponse.json(405, "{}").with("Allow", "GET, HEAD");
    }
    return switch (path) {
      case "/health/live" -> WebResponse.json(200, new JsonObject().with("live", true).toString());
      case "/health" -> health(status.apply(address()));
      default -> WebResponse.json(404, "{}");
    };
  }

  private WebResponse health(Status now) {
    JsonObject text =
        new JsonObject()
            .with("status", draining ? "draining" : "ready")
            .with("version", now.version())
            .with("started", now.started())
            .with("queued", now.queued())
            .with("troubles", now.troubles().stream().map(Trouble::json).toList());
    return WebResponse.json(draining ? 503 : 200, text.toString());
  }

  @Override
  public void close() {
    server.close();
  }
}
