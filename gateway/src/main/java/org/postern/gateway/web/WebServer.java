package org.postern.gateway.web;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens, reads a request, answers it, closes. A connection has one virtual thread and a time
/// after which it is closed whatever it does; how many there are is limited, in all and for each
/// network.
///
/// Thread-safe.
public final class WebServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int BACKLOG = 64;
  private static final int UNREAD_OCTETS = 64 << 10;
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final ServerSocket listener;
  private final WebLimits limits;
  private final InstantSource clock;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  // Guarded by itself.
  private final Map<String, Integer> byNetwork = new HashMap<>();
  private int connections;
  private volatile boolean closed;

  private WebServer(ServerSocket listener, WebLimits limits, InstantSource clock) {
    this.listener = listener;
    this.limits = limits;
    this.clock = clock;
  }

  /// Takes the address; clients wait until [#serve].
  public static WebServer bind(InetSocketAddress address, WebLimits limits, InstantSource clock)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(address, BACKLOG);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
    return new WebServer(listener, limits, clock);
  }

  /// Begins to answer. `pages` is asked by many threads.
  public void serve(Function<WebRequest, WebResponse> pages) {
    Thread.ofVirtual().name("web-accept").start(() -> accept(pages));
    Thread.ofVirtual().name("web-deadlines").start(this::watch);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void accept(Function<WebRequest, WebResponse> pages) {
    while (!closed) {
      try {
        Socket socket = listener.accept();
        if (admit(socket.getInetAddress())) {
          Connection connection = new Connection(socket, System.nanoTime());
          open.add(connection);
          Thread.ofVirtual().name("web").start(() -> serve(connection, pages));
        } else {
          socket.close();
        }
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("event=accept-failed why={}", e.getMessage());
          rest();
        }
      }
    }
  }

  private boolean admit(InetAddress client) {
    synchronized (byNetwork) {
      if (connections >= limits.connections()) {
        return false;
      }
      if (!client.isLoopbackAddress()) {
        String network = Networks.of(client);
        int already = byNetwork.getOrDefault(network, 0);
        if (already >= limits.connectionsPerNetwork()) {
          return false;
        }
        byNetwork.put(network, already + 1);
      }
      connections++;
      return true;
    }
  }

  private void leave(InetAddress client) {
    synchronized (byNetwork) {
      connections--;
      byNetwork.computeIfPresent(Networks.of(client), (_, count) -> count <= 1 ? null : count - 1);
    }
  }

  private void serve(Connection connection, Function<WebRequest, WebResponse> pages) {
    Socket socket = connection.socket();
    InetAddress client = socket.getInetAddress();
    try (socket) {
      InputStream in =
          new BufferedInputStream(new Timed(socket, connection.since(), limits.requestTime()));
      switch (new RequestReader(in, limits).read(client)) {
        case RequestReader.Outcome.Read read ->
            say(socket, answer(read.request(), pages), !read.request().method().equals("HEAD"));
        case RequestReader.Outcome.Refused refused -> say(socket, refused.response(), true);
        case RequestReader.Outcome.Nothing _ -> {}
      }
    } catch (SocketTimeoutException e) {
      LOG.debug("event=too-slow client={}", client.getHostAddress());
    } catch (IOException e) {
      LOG.debug("event=connection-lost client={}", client.getHostAddress(), e);
    } finally {
      open.remove(connection);
      leave(client);
    }
  }

  private static WebResponse answer(WebRequest request, Function<WebRequest, WebResponse> pages) {
    try {
      return pages.apply(request);
    } catch (RuntimeException e) { // the edge: the client is told, and the log
      LOG.error("event=page-failed", e);
      return WebResponse.text(500, "Something is broken here. Please try again later.");
    }
  }

  // What the client still sends is read: closing over it would take the response from the client.
  private void say(Socket socket, WebResponse response, boolean withBody) throws IOException {
    socket.getOutputStream().write(response.octets(withBody, clock.instant()));
    socket.getOutputStream().flush();
    socket.shutdownOutput();
    InputStream rest = new Timed(socket, System.nanoTime(), FAREWELL);
    byte[] octets = new byte[4 << 10];
    int read = 0;
    int all = 0;
    while (read >= 0 && all < UNREAD_OCTETS) {
      all += read;
      read = rest.read(octets);
    }
  }

  // A client that does not read holds its thread in a write, which has no timeout of its own.
  private void watch() {
    long most = limits.requestTime().plus(limits.handlingTime()).toNanos();
    while (!closed) {
      rest();
      long now = System.nanoTime();
      for (Connection connection : open) {
        if (now - connection.since() > most) {
          shut(connection.socket());
        }
      }
    }
  }

  private static void rest() {
    try {
      Thread.sleep(Duration.ofMillis(250));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("event=close-failed", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("event=close-failed", e);
    }
    open.forEach(connection -> shut(connection.socket()));
  }

  private record Connection(Socket socket, long since) {}

  /// Reads until a moment, however the octets come: each wait has only what is left.
  private static final class Timed extends InputStream {
    private final Socket socket;
    private final long since;
    private final long most;

    Timed(Socket socket, long since, Duration most) {
      this.socket = socket;
      this.since = since;
      this.most = most.toNanos();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int count = read(one, 0, 1);
      return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] octets, int from, int length) throws IOException {
      long left = (most - (System.nanoTime() - since)) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("the time for the request is over");
      }
      socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
      return socket.getInputStream().read(octets, from, length);
    }
  }
}
