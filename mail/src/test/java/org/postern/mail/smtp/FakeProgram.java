package org.postern.mail.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A program behind the server that takes everything, remembers it, and can be told to answer
/// otherwise.
final class FakeProgram implements Transactions {

  record Received(MailFrom from, List<Recipient> to, byte[] octets, boolean inMemory) {
    String text() {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
  }

  final List<Received> messages = new CopyOnWriteArrayList<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<Client> clients = new CopyOnWriteArrayList<>();
  volatile Reply banner = new Reply(220, "", "mx.example.org ESMTP");
  volatile Function<Hello, Reply> onHello = _ -> new Reply(250, "", "mx.example.org");
  volatile Function<MailFrom, Reply> onMail = _ -> new Reply(250, "2.1.0", "sender taken");
  volatile Function<Recipient, Reply> onRcpt = _ -> new Reply(250, "2.1.5", "recipient taken");
  volatile Function<Received, Reply> onMessage = _ -> new Reply(250, "2.0.0", "message taken");
  volatile Function<Oddity, Optional<Reply>> onOddity = _ -> Optional.empty();
  volatile Function<Refusal, Reply> onRefusal = Refusal::reply;
  volatile List<Reply> each = List.of();
  volatile Duration quiet = Duration.ZERO;
  volatile boolean teaser;
  volatile Reply onData = new Reply(354, "", "go");

  @Override
  public Conversation open(Client client) {
    clients.add(client);
    return new Talk();
  }

  private final class Talk implements Conversation {
    private MailFrom from =
        new MailFrom(
            org.postern.mail.address.ReversePath.NULL,
            java.util.OptionalLong.empty(),
            BodyType.SEVEN_BIT,
            false,
            Dsn.OfMessage.NONE);
    private final List<Recipient> to = new ArrayList<>();

    @Override
    public Welcome connected() {
      calls.add("connected");
      return new Welcome(banner, quiet, teaser);
    }

    @Override
    public Optional<Reply> noticed(Oddity oddity) {
      calls.add("noticed " + oddity.kind() + " " + oddity.evidence());
      return onOddity.apply(oddity);
    }

    @Override
    public Reply hello(Hello hello) {
      calls.add("hello " + hello.name());
      return onHello.apply(hello);
    }

    @Override
    public void encrypted(TlsInfo tls) {
      calls.add("encrypted " + tls.protocol());
    }

    @Override
    public Reply mail(MailFrom command) {
      calls.add("mail " + command.path());
      from = command;
      to.clear();
      return onMail.apply(command);
    }

    @Override
    public Reply rcpt(Recipient recipient) {
      calls.add("rcpt " + recipient.address());
      Reply reply = onRcpt.apply(recipient);
      if (reply.positive()) {
        to.add(recipient);
      }
      return reply;
    }

    @Override
    public Reply data() {
      calls.add("data");
      return onData;
    }

    @Override
    public MessageReply message(MessageData data) {
      try (data) {
        calls.add("message");
        Received received = new Received(from, List.copyOf(to), data.bytes(), data.inMemory());
        messages.add(received);
        return new MessageReply(each, onMessage.apply(received));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void reset() {
      calls.add("reset");
    }

    @Override
    public Reply refused(Refusal refusal) {
      String what = refusal.moment() + " " + refusal.reply().code() + " " + refusal.address();
      calls.add("refused " + what.strip());
      return onRefusal.apply(refusal);
    }

    @Override
    public void closed() {
      calls.add("closed");
    }
  }
}
