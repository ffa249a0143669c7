package org.postern.gateway.control;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.learn.BayesStatus;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.learning.Taught;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.recipients.Checked;
import org.postern.gateway.relay.QueueEntry;

/// The gateway that runs on some data, as a command sees it. Errors come back as IOException with
/// the text of the gateway.
///
/// One thread: that of the command.
public final class ControlClient implements Operations, AutoCloseable {

  private final SocketChannel channel;
  private final BufferedReader in;
  private final BufferedWriter out;

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
    this.in = Protocol.reader(channel);
    this.out = Protocol.writer(channel);
  }

  /// Connects; empty when no gateway runs on these data.
  ///
  /// @throws IOException when there is one that this user may not talk to
  public static Optional<ControlClient> connect(Path data) throws IOException {
    Optional<UnixDomainSocketAddress> address = ControlPlace.of(data).find();
    if (address.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ControlClient(SocketChannel.open(address.get())));
    } catch (ConnectException _) {
      return Optional.empty(); // the socket of one that is dead
    }
  }

  /// Who runs there.
  public Status status() throws IOException {
    return Protocol.status(ask(request("status"), _ -> {}));
  }

  @Override
  public int queued() throws IOException {
    return status().queued();
  }

  @Override
  public List<QueueEntry> queue() throws IOException {
    List<QueueEntry> entries = new ArrayList<>();
    ask(request("queue"), item -> entries.add(Protocol.entry(item)));
    return entries;
  }

  @Override
  public int retry(Optional<String> ref) throws IOException {
    JsonObject request = request("retry");
    ref.ifPresent(value -> request.with("ref", value));
    return (int) Protocol.number(ask(request, _ -> {}), "count");
  }

  @Override
  public int delete(String ref) throws IOException {
    return (int) Protocol.number(ask(request("delete").with("ref", ref), _ -> {}), "count");
  }

  @Override
  public List<String> release(Optional<String> tenant, String ref, Optional<String> rcpt)
      throws IOException {
    JsonObject request = request("release").with("ref", ref);
    tenant.ifPresent(value -> request.with("tenant", value));
    rcpt.ifPresent(value -> request.with("rcpt", value));
    return ask(request, _ -> {}).texts("rcpts");
  }

  @Override
  public int flushRecipients(Optional<String> what) throws IOException {
    JsonObject request = request("flush-recipients");
    what.ifPresent(value -> request.with("rcpt", value));
    return (int) Protocol.number(ask(request, _ -> {}), "count");
  }

  @Override
  public Checked checkRecipient(String address) throws IOException {
    return Protocol.checked(ask(request("check-recipient").with("rcpt", address), _ -> {}));
  }

  @Override
  public List<Taught> teach(Teaching teaching) throws IOException {
    List<Taught> taught = new ArrayList<>();
    ask(Protocol.json(request("teach"), teaching), item -> taught.add(Protocol.taught(item)));
    return taught;
  }

  @Override
  public boolean wanted(String ref) throws IOException {
    return Protocol.number(ask(request("wanted").with("ref", ref), _ -> {}), "count") > 0;
  }

  @Override
  public List<BayesStatus> filters(int most) throws IOException {
    List<BayesStatus> filters = new ArrayList<>();
    ask(request("filters").with("most", most), item -> filters.add(Protocol.filter(item)));
    return filters;
  }

  private static JsonObject request(String op) {
    return new JsonObject().with("op", op);
  }

  private JsonObject ask(JsonObject request, Items items) throws IOException {
    Protocol.write(out, request);
    out.flush();
    while (true) {
      JsonObject line =
          Protocol.read(in).orElseThrow(() -> new IOException("the gateway stopped answering"));
      Optional<String> error = line.text("error");
      if (error.isPresent()) {
        throw new IOException(error.get());
      }
      Optional<JsonObject> done = line.object("ok");
      if (done.isPresent()) {
        return done.get();
      }
      items.take(line.object("item").orElseThrow(() -> new IOException("not an answer: " + line)));
    }
  }

  private interface Items {
    void take(JsonObject item) throws IOException;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
