package org.postern.gateway.control;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.postern.engine.learn.BayesStatus;
import org.postern.gateway.control.Operations.Status;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.learning.Taught;
import org.postern.gateway.relay.QueueEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the commands that are given while the gateway runs. One virtual thread for each.
public final class ControlServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final int AT_ONCE = 32;

  private final ControlPlace place;
  private final Operations operations;
  private final Supplier<Status> status;
  private final ServerSocketChannel listener;
  private final Semaphore permits = new Semaphore(AT_ONCE);
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private ControlServer(
      ControlPlace place,
      Operations operations,
      Supplier<Status> status,
      ServerSocketChannel listener) {
    this.place = place;
    this.operations = operations;
    this.status = status;
    this.listener = listener;
  }

  /// Begins to listen. The caller holds the lock on the data: what another gateway left there is
  /// dead.
  public static ControlServer start(Path data, Operations operations, Supplier<Status> status)
      throws IOException {
    ControlPlace place = ControlPlace.of(data);
    UnixDomainSocketAddress address = place.prepare();
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(address);
      Files.setPosixFilePermissions(
          address.getPath(), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    ControlServer server = new ControlServer(place, operations, status, listener);
    Thread.ofVirtual().name("control").start(server::accept);
    return server;
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        if (permits.tryAcquire()) {
          open.add(channel);
          Thread.ofVirtual().name("control-session").start(() -> serve(channel));
        } else {
          channel.close();
        }
      } catch (AsynchronousCloseException _) {
        return; // closed by close()
      } catch (ClosedChannelException _) {
        return; // closed by close()
      } catch (IOException e) {
        LOG.warn("control accept failed: {}", e.toString());
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel;
        BufferedReader in = Protocol.reader(channel);
        BufferedWriter out = Protocol.writer(channel)) {
      for (Optional<JsonObject> request = Protocol.read(in);
          request.isPresent();
          request = Protocol.read(in)) {
        answer(request.get(), out);
        out.flush();
      }
    } catch (IOException e) {
      LOG.debug("control session ended: {}", e.toString());
    } finally {
      open.remove(channel);
      permits.release();
    }
  }

  private void answer(JsonObject request, BufferedWriter out) throws IOException {
    try {
      Protocol.write(out, new JsonObject().with("ok", carryOut(request, out)));
    } catch (IOException | RuntimeException e) {
      LOG.warn("control op={} failed", request.text("op").orElse("none"), e);
      Protocol.write(
          out,
          new JsonObject().with("error", Optional.ofNullable(e.getMessage()).orElse(e.toString())));
    }
  }

  private JsonObject carryOut(JsonObject request, BufferedWriter out) throws IOException {
    String op = Protocol.text(request, "op");
    Optional<String> ref = request.text("ref");
    Optional<String> rcpt = request.text("rcpt");
    switch (op) {
      case "status":
        return status.get().json();
      case "queue":
        for (QueueEntry entry : operations.queue()) {
          Protocol.write(out, new JsonObject().with("item", Protocol.json(entry)));
        }
        return new JsonObject();
      case "retry":
        return new JsonObject().with("count", operations.retry(ref));
      case "delete":
        return new JsonObject().with("count", operations.delete(needed(ref)));
      case "release":
        return new JsonObject()
            .with("rcpts", operations.release(request.text("tenant"), needed(ref), rcpt));
      case "flush-recipients":
        return new JsonObject().with("count", operations.flushRecipients(rcpt));
      case "check-recipient":
        return Protocol.json(operations.checkRecipient(Protocol.text(request, "rcpt")));
      case "teach":
        for (Taught taught : operations.teach(Protocol.teaching(request))) {
          Protocol.write(out, new JsonObject().with("item", Protocol.json(taught)));
        }
        return new JsonObject();
      case "wanted":
        return new JsonObject().with("count", operations.wanted(needed(ref)) ? 1 : 0);
      case "filters":
        for (BayesStatus filter : operations.filters((int) Protocol.number(request, "most"))) {
          Protocol.write(out, new JsonObject().with("item", Protocol.json(filter)));
        }
        return new JsonObject();
      default:
        throw new IOException("this gateway does not know the operation " + op);
    }
  }

  private static String needed(Optional<String> ref) throws IOException {
    return ref.orElseThrow(() -> new IOException("the control channel lacks ref"));
  }

  /// Stops listening and removes the socket.
  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
    place.clear();
  }
}
