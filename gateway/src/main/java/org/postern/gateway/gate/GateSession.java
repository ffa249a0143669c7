package org.postern.gateway.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.postern.engine.verdict.Listed;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.recipients.Existence;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.MessageReply;
import org.postern.mail.smtp.Oddity;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Refusal;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.TlsInfo;
import org.postern.mail.smtp.Transactions;
import org.postern.mail.smtp.Welcome;

/// The program's side of one SMTP connection. One thread: the session's.
final class GateSession implements Transactions.Conversation {

  private final Gate gate;
  private final Client client;
  private final Visit visit;
  private Hello hello = new Hello("", false);
  private Optional<TlsInfo> tls = Optional.empty();
  private Optional<Transaction> current = Optional.empty();
  private Optional<ProxyTransaction> proxy = Optional.empty();

  GateSession(Gate gate, Client client, Visit visit) {
    this.gate = gate;
    this.client = client;
    this.visit = visit;
  }

  @Override
  public Welcome connected() {
    Optional<Refused> refused = visit.connected();
    if (refused.isPresent()) {
      return Welcome.of(refused(TenantId.PLATFORM, "connect", "", refused.get()));
    }
    Reply banner = new Reply(220, "", gate.settings().hostname() + " ESMTP Postern");
    Duration quiet = visit.quiet();
    return new Welcome(banner, quiet, !quiet.isZero());
  }

  @Override
  public Optional<Reply> noticed(Oddity oddity) {
    return visit.noticed(oddity).map(refused -> refused(TenantId.PLATFORM, stage(), "", refused));
  }

  private String stage() {
    if (current.isPresent()) {
      return "rcpt";
    }
    return hello.name().isEmpty() ? "connect" : "hello";
  }

  @Override
  public Reply hello(Hello greeting) {
    hello = greeting;
    Optional<Refused> refused = visit.hello(greeting);
    if (refused.isPresent()) {
      return refused(TenantId.PLATFORM, "hello", "", refused.get());
    }
    return new Reply(250, "", gate.settings().hostname());
  }

  @Override
  public void encrypted(TlsInfo info) {
    reset();
    hello = new Hello("", false);
    tls = Optional.of(info);
    visit.encrypted();
  }

  @Override
  public Reply mail(MailFrom command) {
    Optional<Refused> refused = visit.mail(command);
    if (refused.isPresent()) {
      return refused(TenantId.PLATFORM, "mail", command.path().toString(), "", refused.get());
    }
    current = Optional.of(new Transaction(gate.newReference(), command, gate.clock().instant()));
    return new Reply(250, "2.1.0", "Sender ok");
  }

  @Override
  public Reply rcpt(Recipient recipient) {
    Transaction transaction = current.orElseThrow();
    Optional<Addressee> found = addressee(recipient);
    if (found.isEmpty()) {
      return refused(TenantId.PLATFORM, recipient, gate.refusals().notServed(transaction.ref()));
    }
    Addressee addressee = found.get();
    if (!transaction.admits(addressee) || gate.needsAnother(transaction, addressee)) {
      return refused(addressee.tenant(), recipient, gate.refusals().otherWay(transaction.ref()));
    }
    Optional<Refused> unwelcome = unwelcome(transaction.from(), addressee);
    if (unwelcome.isPresent()) {
      return refused(
          addressee.tenant(), "rcpt", sender(), recipient.address().toString(), unwelcome.get());
    }
    if (gate.blocks(transaction.from(), addressee).isPresent()) {
      return blocked(addressee, gate.refusals().blocked(transaction.ref()));
    }
    Reply reply = new Reply(250, "2.1.5", "Recipient ok");
    if (transaction.repeats(recipient)) {
      return reply;
    }
    Optional<Reply> missing = missing(addressee, transaction.ref());
    if (missing.isPresent()) {
      return refused(addressee.tenant(), recipient, missing.get());
    }
    if (addressee.proxied()) {
      ProxyTransaction way = proxy.orElseGet(() -> gate.proxy(transaction, visit));
      proxy = Optional.of(way);
      ProxyTransaction.Word word = way.rcpt(addressee);
      reply = word.reply();
      boolean taken = reply.positive() && !addressee.reachedByAll();
      gate.domain(recipient.address().domain())
          .ifPresent(domain -> heard(recipient, domain, taken, word.unknown()));
    } else {
      reply =
          gate.unfit(transaction.from(), addressee)
              .map(unfit -> gate.refusals().referring(unfit, transaction.ref()))
              .orElse(reply);
    }
    if (!reply.positive()) {
      return refused(addressee.tenant(), recipient, reply);
    }
    if (addressee.settings().analysis() && transaction.auth().isEmpty()) {
      transaction.authenticate(gate.authenticate(client, hello, transaction.from()));
    }
    transaction.add(addressee);
    gate.domain(recipient.address().domain())
        .ifPresent(domain -> visit.accepted(transaction.from(), recipient, domain));
    return reply;
  }

  private void heard(Recipient recipient, Domain domain, boolean taken, boolean unknown) {
    if (taken) {
      visit.known(recipient, domain);
    } else if (unknown) {
      visit.unknown(recipient, domain);
    }
  }

  // RFC 5321 section 4.5.1 and RFC 2142: those who can help are reached by everybody.
  private Optional<Refused> unwelcome(MailFrom from, Addressee addressee) {
    Recipient recipient = addressee.recipient();
    return addressee.reachedByAll()
        ? Optional.empty()
        : gate.domain(recipient.address().domain())
            .flatMap(domain -> visit.rcpt(from, recipient, domain));
  }

  private Reply blocked(Addressee addressee, Reply reply) {
    String symbol = Listed.BLOCKED.name();
    row(addressee.tenant(), reference(), "rcpt", sender(), addressee.address(), reply, symbol);
    return reply;
  }

  // Why the recipient cannot be taken, by its domain's list or by the word of the next hop.
  private Optional<Reply> missing(Addressee addressee, Reference ref) {
    Recipient recipient = addressee.recipient();
    Optional<Domain> domain = gate.domain(recipient.address().domain());
    if (domain.isEmpty() || addressee.reachedByAll()) {
      return Optional.empty();
    }
    return switch (gate.recipients().ask(domain.get(), recipient.address())) {
      case Existence.Exists _ -> {
        visit.known(recipient, domain.get());
        yield Optional.empty();
      }
      case Existence.Anybody _, Existence.NotAsked _ -> Optional.empty();
      case Existence.Later(Reply reply) -> Optional.of(gate.refusals().referring(reply, ref));
      case Existence.Refused(Reply reply, boolean unknown) -> {
        if (unknown) {
          visit.unknown(recipient, domain.get());
        }
        yield Optional.of(gate.refusals().referring(reply, ref));
      }
    };
  }

  // RFC 5321 section 4.5.1: mail to our own postmaster is always taken; it is held for the
  // operator where our name is no domain that is served.
  private Optional<Addressee> addressee(Recipient recipient) {
    EmailAddress address = recipient.address();
    Optional<Domain> domain = gate.domain(address.domain());
    if (domain.isPresent()) {
      return Optional.of(Addressee.of(recipient, domain.get(), gate.users()));
    }
    boolean ours =
        address.local().equalsIgnoreCase("postmaster")
            && address.domain().equalsIgnoreCase(gate.settings().hostname());
    return ours ? Optional.of(Addressee.ofNobody(recipient)) : Optional.empty();
  }

  @Override
  public Reply data() {
    current.ifPresent(Transaction::dataBegins);
    return new Reply(354, "", "End data with <CR><LF>.<CR><LF>");
  }

  @Override
  public MessageReply message(MessageData data) {
    Transaction transaction = current.orElseThrow();
    Envelope envelope = transaction.envelope(client, hello, tls);
    try {
      // A proxy that refused its recipients is still there when the message goes another way.
      return transaction.proxied()
          ? proxy.orElseThrow().message(envelope, data)
          : gate.passage().receive(envelope, transaction, data, visit);
    } finally {
      end();
    }
  }

  @Override
  public void reset() {
    current.ifPresent(this::givenUp);
    end();
  }

  @Override
  public Reply refused(Refusal refusal) {
    Reference ref = reference();
    Reply reply = gate.refusals().referring(refusal.reply(), ref);
    boolean ofMessage = refusal.moment() == Refusal.Moment.DATA;
    if (ofMessage && current.filter(Transaction::unanswered).isPresent()) {
      current.ifPresent(transaction -> refused(transaction, reply));
      return reply;
    }
    boolean sender = refusal.moment() == Refusal.Moment.MAIL;
    row(
        TenantId.PLATFORM,
        ref,
        refusal.moment().name().toLowerCase(Locale.ROOT),
        sender ? refusal.address() : sender(),
        sender ? "" : refusal.address(),
        reply);
    return reply;
  }

  @Override
  public void closed() {
    try {
      reset();
    } finally {
      visit.closed();
    }
  }

  private void end() {
    proxy.ifPresent(ProxyTransaction::abandon);
    current = Optional.empty();
    proxy = Optional.empty();
  }

  private String sender() {
    return current.map(one -> one.from().path().toString()).orElse("");
  }

  // The server refused the message: too large, a bare line feed, too slow.
  private void refused(Transaction transaction, Reply reply) {
    rows(transaction, "data", reply.temporary() ? "defer" : "reject", reply.summary());
  }

  private void givenUp(Transaction transaction) {
    if (transaction.unanswered()) {
      boolean within = transaction.dataBegun();
      rows(
          transaction,
          within ? "data" : "rcpt",
          "abandoned",
          within ? "the client left within the message" : "the client sent no message");
    }
  }

  private void rows(Transaction transaction, String stage, String disposition, String status) {
    Envelope envelope = transaction.envelope(client, hello, tls);
    transaction.answered();
    for (Addressee one : transaction.addressees()) {
      gate.track()
          .log(
              Rows.unexamined(
                  gate.clock().instant(), stage, envelope, one, 0, disposition, status));
    }
  }

  private Reply refused(TenantId tenant, Recipient recipient, Reply reply) {
    row(tenant, reference(), "rcpt", sender(), recipient.address().toString(), reply);
    return reply;
  }

  private Reply refused(TenantId tenant, String stage, String from, String rcpt, Refused refused) {
    Reference ref = reference();
    Reply reply = gate.refusals().of(refused, ref);
    row(tenant, ref, stage, from, rcpt, reply, refused.test().symbol().name());
    return reply;
  }

  private Reply refused(TenantId tenant, String stage, String rcpt, Refused refused) {
    return refused(tenant, stage, sender(), rcpt, refused);
  }

  private Reference reference() {
    return current.map(Transaction::ref).orElseGet(gate::newReference);
  }

  private void row(
      TenantId tenant, Reference ref, String stage, String from, String rcpt, Reply reply) {
    row(tenant, ref, stage, from, rcpt, reply, "");
  }

  private void row(
      TenantId tenant,
      Reference ref,
      String stage,
      String from,
      String rcpt,
      Reply reply,
      String symbol) {
    Instant now = gate.clock().instant();
    gate.track()
        .log(Rows.refused(tenant, now, ref, stage, client, hello, tls, from, rcpt, reply, symbol));
  }
}
