package org.postern.mail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;

/// One connection: reads lines and data, asks the [Dialogue], writes replies. The only code of the
/// server that touches a connection.
///
/// One thread: its own virtual one, but for `hangUp…` and `cut…`, which the server calls.
final class SmtpSession {

  private static final Duration PROXY_HEADER = Duration.ofSeconds(10);
  private static final Reply TOO_LONG = new Reply(500, "5.5.2", "line too long");
  private static final Reply BARE_LF = new Reply(500, "5.5.2", "bare <LF> received");
  private static final Reply NO_PROGRAM =
      new Reply(421, "4.3.0", "internal error, try again later");
  private static final Reply NO_TLS = new Reply(454, "4.7.0", "TLS is not available now");
  private static final int MOST_BARE_LINES = 3;
  // A message over the limit is read on, to be answered where the client listens, but not for ever.
  private static final int PATIENCE = 4;

  private final SmtpServer.Setting setting;
  private final Wire wire;
  private final ConnectionCounts counts;
  private final BooleanSupplier draining;
  private final ReplyBuffer replies = new ReplyBuffer();
  private final SessionInput input;
  private volatile boolean inTransaction;
  private int bareLines;

  SmtpSession(
      SmtpServer.Setting setting, Wire wire, ConnectionCounts counts, BooleanSupplier draining) {
    this.setting = setting;
    this.wire = wire;
    this.counts = counts;
    this.draining = draining;
    this.input = new SessionInput(wire, replies, setting.limits());
  }

  /// The whole connection. `proxied`: the peer is a listed proxy and says first who the client is.
  void run(Client peer, boolean proxied) throws IOException {
    Optional<Client> client = proxied ? readProxyHeader(peer) : Optional.of(peer);
    if (client.isPresent()) {
      serve(client.get());
    }
  }

  /// Says 421 unless the session works or has a transaction.
  void hangUpWhenIdle() {
    if (!inTransaction) {
      hangUp();
    }
  }

  /// Says 421 unless the session works.
  void hangUp() {
    ReplyBuffer last = new ReplyBuffer();
    last.add(OwnReplies.SHUTTING_DOWN);
    wire.hangUp(last.toBytes());
  }

  /// Closes without a word.
  void cut() {
    wire.close();
  }

  void cutStalledWrite(Duration limit) {
    wire.cutWhenStalled(limit);
  }

  private Optional<Client> readProxyHeader(Client peer) throws IOException {
    input.begin(PROXY_HEADER);
    while (input.fill() == SessionInput.Filled.MORE) {
      switch (ProxyProtocol.read(input.buffer(), input.from(), input.to())) {
        case ProxyProtocol.Outcome.NeedsMore _ -> {
          if (input.to() - input.from() > ProxyProtocol.LONGEST) {
            return Optional.empty();
          }
        }
        case ProxyProtocol.Outcome.Wrong _ -> {
          Log.SERVER.warn("no PROXY header from the listed proxy {}", peer.ip());
          return Optional.empty();
        }
        case ProxyProtocol.Outcome.Header header -> {
          input.consumeTo(header.end());
          return Optional.of(
              new Client(
                  header.source().orElse(peer.address()), header.target().orElse(peer.listener())));
        }
      }
    }
    return Optional.empty();
  }

  private void serve(Client client) throws IOException {
    InetAddress address = client.address().getAddress();
    Optional<Reply> full = counts.enter(address);
    try {
      converse(client, full);
    } finally {
      if (full.isEmpty()) {
        counts.leave(address);
      }
    }
  }

  private void converse(Client client, Optional<Reply> full) throws IOException {
    Transactions.Conversation program;
    try {
      program = setting.program().open(client);
    } catch (RuntimeException e) {
      Log.SERVER.error("id={} the program behind the server failed", setting.reference(), e);
      act(new Step.Close(NO_PROGRAM));
      return;
    }
    Dialogue dialogue = new Dialogue(setting, program);
    try {
      if (full.isPresent()) {
        act(dialogue.close(full.get()));
      } else {
        converse(dialogue);
      }
    } finally {
      dialogue.closed();
    }
  }

  private void converse(Dialogue dialogue) throws IOException {
    boolean goesOn = carryOut(dialogue, dialogue.connected());
    input.begin(dialogue.commandTime());
    while (goesOn) {
      inTransaction = dialogue.inTransaction();
      if (draining.getAsBoolean() && !inTransaction) {
        goesOn = act(dialogue.close(OwnReplies.SHUTTING_DOWN));
      } else {
        if (!dialogue.turnedAway()) {
          input.begin(dialogue.commandTime());
        }
        goesOn = carryOut(dialogue, next(dialogue, input.line()));
      }
    }
  }

  // What the dialogue says to one line.
  private Step next(Dialogue dialogue, SessionInput.Line line) {
    return switch (line) {
      case SessionInput.Line.Text text -> next(dialogue, text);
      case SessionInput.Line.TooLong _ -> dialogue.refuse(TOO_LONG);
      case SessionInput.Line.BareLf bare ->
          dialogue
              .noticed(shown(Oddity.Kind.BARE_LINE_FEED, bare.from(), bare.to()))
              .orElseGet(() -> bareLineFeed(dialogue));
      case SessionInput.Line.Handshake hello ->
          dialogue
              .noticed(shown(Oddity.Kind.NOT_SMTP, hello.from(), hello.to()))
              .orElseGet(() -> dialogue.handle(new Command.Foreign(), false));
      case SessionInput.Line.Missing missing -> ended(dialogue, missing.why(), "a command");
    };
  }

  private Step next(Dialogue dialogue, SessionInput.Line.Text text) {
    Command command = CommandParser.parse(input.buffer(), text.from(), text.to());
    boolean ahead = !input.isEmpty();
    Optional<Step> end =
        text.bare()
            ? dialogue.noticed(shown(Oddity.Kind.BARE_LINE_FEED, text.from(), input.to()))
            : Optional.empty();
    return end.or(() ->
            dialogue
                .oddity(command, ahead)
                .flatMap(kind -> dialogue.noticed(shown(kind, text.from(), input.to()))))
        .orElseGet(() -> dialogue.handle(command, ahead));
  }

  private Step bareLineFeed(Dialogue dialogue) {
    return ++bareLines >= MOST_BARE_LINES
        ? dialogue.close(new Reply(421, "4.5.2", "too many bare <LF> received"))
        : dialogue.refuse(BARE_LF);
  }

  private Oddity shown(Oddity.Kind kind, int from, int to) {
    return Oddity.of(kind, input.buffer(), from, to);
  }

  // Keeps the banner back while it listens.
  private Step keepQuiet(Dialogue dialogue, Step.Quiet quiet) throws IOException {
    quiet.teaser().ifPresent(replies::addBeginning);
    return switch (input.listen(quiet.limit())) {
      case MORE ->
          dialogue
              .noticed(shown(Oddity.Kind.TALKED_EARLY, input.from(), input.to()))
              .orElse(quiet.banner());
      case PHASE_TIME_OVER, SESSION_TIME_OVER -> quiet.banner();
      case END -> new Step.Lost();
    };
  }

  private static Step ended(Dialogue dialogue, SessionInput.Filled why, String waitedFor) {
    return switch (why) {
      case MORE, END -> new Step.Lost();
      case PHASE_TIME_OVER ->
          dialogue.close(new Reply(421, "4.4.2", "waited too long for " + waitedFor));
      case SESSION_TIME_OVER ->
          dialogue.close(new Reply(421, "4.4.2", "the session lasts too long"));
    };
  }

  // Does one step and those that follow from it; false when the connection is over.
  private boolean carryOut(Dialogue dialogue, Step first) throws IOException {
    return switch (first) {
      case Step.Receive receive -> {
        replies.add(receive.reply());
        yield deliver(receive(dialogue, receive.reader()));
      }
      case Step.Chunk chunk -> deliver(receiveChunk(dialogue, chunk));
      case Step.Encrypt encrypt -> encrypt(dialogue, encrypt.reply());
      case Step.Quiet quiet -> act(keepQuiet(dialogue, quiet));
      case Step.SayAll all -> act(all);
      case Step.Say say -> act(say);
      case Step.Close close -> act(close);
      case Step.Lost lost -> act(lost);
    };
  }

  // The answer to a message does not wait for other answers: a client that misses it sends the
  // message again.
  private boolean deliver(Step step) throws IOException {
    boolean goesOn = act(step);
    replies.flush(wire);
    return goesOn;
  }

  private boolean act(Step step) throws IOException {
    return switch (step) {
      case Step.Say say -> {
        replies.add(say.reply());
        if (replies.isFull()) {
          replies.flush(wire);
        }
        yield true;
      }
      case Step.SayAll all -> {
        all.first().forEach(replies::add);
        yield act(all.last());
      }
      case Step.Close close -> {
        replies.add(close.reply());
        replies.flush(wire);
        if (!close.reply().positive()) {
          wire.linger();
        }
        yield false;
      }
      case Step.Lost _ -> false;
      case Step.Receive _, Step.Chunk _, Step.Encrypt _, Step.Quiet _ ->
          throw new IllegalStateException("a step cannot follow another: " + step);
    };
  }

  private Step receive(Dialogue dialogue, DataReader reader) throws IOException {
    try {
      Optional<Step> cut = read(dialogue, reader);
      return cut.isPresent() ? cut.get() : dialogue.received(reader);
    } finally {
      // A connection that breaks within the message leaves nothing behind.
      reader.discard();
    }
  }

  // Up to the end of DATA; what to do instead when that does not come.
  private Optional<Step> read(Dialogue dialogue, DataReader reader) throws IOException {
    input.begin(setting.limits().data());
    input.expectData();
    while (!reader.ended()) {
      SessionInput.Filled filled = input.fill();
      if (filled != SessionInput.Filled.MORE) {
        return Optional.of(ended(dialogue, filled, "the end of the message"));
      }
      input.consumeTo(reader.feed(input.buffer(), input.from(), input.to()));
      if (reader.octets() / PATIENCE > setting.limits().messageOctets()) {
        return Optional.of(dialogue.close(new Reply(552, "5.3.4", "message too large")));
      }
    }
    return Optional.empty();
  }

  private Step receiveChunk(Dialogue dialogue, Step.Chunk chunk) throws IOException {
    input.begin(setting.limits().data());
    input.expectData();
    long left = chunk.size();
    while (left > 0) {
      if (input.isEmpty()) {
        SessionInput.Filled filled = input.fill();
        if (filled != SessionInput.Filled.MORE) {
          return ended(dialogue, filled, "the end of the chunk");
        }
      }
      int end = (int) Math.min(input.to(), input.from() + left);
      left -= end - input.from();
      chunk.reader().feed(input.buffer(), input.from(), end);
      input.consumeTo(end);
    }
    return dialogue.chunk(chunk);
  }

  private boolean encrypt(Dialogue dialogue, Reply go) throws IOException {
    SSLContext context;
    try {
      context = setting.tls().orElseThrow().context();
    } catch (IOException e) {
      Log.SERVER.error("STARTTLS without a certificate", e);
      return act(dialogue.refuse(NO_TLS));
    }
    replies.add(go);
    replies.flush(wire);
    try {
      int millis = (int) Math.min(setting.limits().command().toMillis(), Integer.MAX_VALUE);
      dialogue.encrypted(wire.encrypt(context, millis));
      return true;
    } catch (IOException e) {
      Log.SERVER.debug("no TLS", e);
      return false;
    }
  }
}
