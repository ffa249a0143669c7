package org.postern.gateway.gate;

import java.util.Optional;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.TlsInfo;
import org.postern.mail.smtp.Transactions;

/// The program's side of one SMTP connection. One thread: the session's.
final class GateSession implements Transactions.Conversation {

  private final Gate gate;
  private final Client client;
  private Hello hello = new Hello("", false);
  private Optional<TlsInfo> tls = Optional.empty();
  private Optional<Transaction> current = Optional.empty();
  private Optional<ProxyTransaction> proxy = Optional.empty();

  GateSession(Gate gate, Client client) {
    this.gate = gate;
    this.client = client;
  }

  @Override
  public Reply connected() {
    return new Reply(220, "", gate.settings().hostname() + " ESMTP Postern");
  }

  @Override
  public Reply hello(Hello greeting) {
    hello = greeting;
    return new Reply(250, "", gate.settings().hostname());
  }

  @Override
  public void encrypted(TlsInfo info) {
    reset();
    hello = new Hello("", false);
    tls = Optional.of(info);
  }

  @Override
  public Reply mail(MailFrom command) {
    current = Optional.of(new Transaction(gate.newReference(), command, gate.clock().instant()));
    return new Reply(250, "2.1.0", "Sender ok");
  }

  @Override
  public Reply rcpt(Recipient recipient) {
    Transaction transaction = current.orElseThrow();
    Optional<Domain> domain = gate.domain(recipient.address().domain());
    if (domain.isEmpty()) {
      return refused("rcpt", recipient, Refusals.notServed(transaction.ref()));
    }
    Addressee addressee = Addressee.of(recipient, domain.get(), gate.policy(domain.get()));
    if (!transaction.admits(addressee)) {
      return refused("rcpt", recipient, Refusals.otherWay(transaction.ref()));
    }
    if (transaction.knows(recipient)) {
      return new Reply(250, "2.1.5", "Recipient ok");
    }
    Reply reply = new Reply(250, "2.1.5", "Recipient ok");
    if (addressee.proxied()) {
      ProxyTransaction way = proxy.orElseGet(() -> gate.proxy(transaction));
      proxy = Optional.of(way);
      reply = way.rcpt(addressee);
    }
    if (!reply.positive()) {
      return refused("rcpt", recipient, reply);
    }
    transaction.add(addressee);
    return reply;
  }

  @Override
  public Reply data() {
    return new Reply(354, "", "End data with <CR><LF>.<CR><LF>");
  }

  @Override
  public Reply message(MessageData data) {
    Transaction transaction = current.orElseThrow();
    try {
      if (proxy.isPresent()) {
        return proxy.get().message(transaction.envelope(client, hello, tls), data);
      }
      return gate.passage()
          .receive(transaction.envelope(client, hello, tls), transaction.addressees(), data);
    } finally {
      end();
    }
  }

  @Override
  public void reset() {
    proxy.ifPresent(ProxyTransaction::abandon);
    end();
  }

  @Override
  public void refused(Reply reply, String what) {
    String stage = current.isPresent() ? "data" : hello.name().isEmpty() ? "connect" : "hello";
    row(stage, Optional.empty(), new Reply(reply.code(), reply.status(), what));
  }

  @Override
  public void closed() {
    reset();
  }

  private void end() {
    current = Optional.empty();
    proxy = Optional.empty();
  }

  private Reply refused(String stage, Recipient recipient, Reply reply) {
    return refused(stage, Optional.of(recipient), reply);
  }

  private Reply refused(String stage, Optional<Recipient> recipient, Reply reply) {
    row(stage, recipient, reply);
    return reply;
  }

  private void row(String stage, Optional<Recipient> recipient, Reply reply) {
    Reference ref = current.map(Transaction::ref).orElseGet(gate::newReference);
    gate.track()
        .log(
            Rows.refused(
                gate.clock().instant(),
                ref,
                stage,
                client,
                hello,
                tls,
                current.map(one -> one.from().path().toString()).orElse(""),
                recipient.map(one -> one.address().toString()).orElse(""),
                reply));
  }
}
