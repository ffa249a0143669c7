package org.postern.gateway.gate;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.postern.engine.Engine;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.learning.Filters;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.gateway.recipients.RecipientCheck;
import org.postern.gateway.relay.Relay;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.UserSnapshot;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.auth.Authenticator;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.Transactions;

/// The program behind the SMTP server: admits recipients, and leads each message on its way.
/// Thread-safe.
public final class Gate implements Transactions {

  private final GateSettings settings;
  private final Refusals refusals;
  private final Function<String, Optional<Domain>> domains;
  private final Supplier<ListSnapshot> lists;
  private final Supplier<UserSnapshot> users;
  private final Admission admission;
  private final Optional<Authenticator> authenticator;
  private final Relay relay;
  private final RecipientCheck recipients;
  private final MailTrack track;
  private final Examination examination;
  private final Disposal disposal;
  private final Passage passage;
  private final ByteBudget inFlight;
  private final Clock clock;
  private final RandomGenerator random;

  /// What the gate stands on.
  ///
  /// @param domains the domain of that name, from the snapshot of the moment
  /// @param lists the lists of senders, as they are at the moment
  /// @param users what users chose, as it is at the moment
  /// @param admission whom to let in
  /// @param authenticator empty where there is no DNS
  /// @param filters what the recipients taught
  /// @param workers runs what comes after the reply
  /// @param random of a kind that threads may share and nobody can guess
  public record Parts(
      GateSettings settings,
      Function<String, Optional<Domain>> domains,
      Supplier<ListSnapshot> lists,
      Supplier<UserSnapshot> users,
      Admission admission,
      Optional<Authenticator> authenticator,
      MimeParser parser,
      Engine engine,
      Filters filters,
      Spool spool,
      Quarantine quarantine,
      Outbound outbound,
      Relay relay,
      RecipientCheck recipients,
      MailTrack track,
      Executor workers,
      ScheduledExecutorService timer,
      Clock clock,
      RandomGenerator random) {}

  public Gate(Parts parts) {
    this.settings = parts.settings();
    this.refusals = new Refusals(settings.publicUrl());
    this.domains = parts.domains();
    this.lists = parts.lists();
    this.users = parts.users();
    this.admission = parts.admission();
    this.authenticator = parts.authenticator();
    this.relay = parts.relay();
    this.recipients = parts.recipients();
    this.track = parts.track();
    this.clock = parts.clock();
    this.random = parts.random();
    this.inFlight = new ByteBudget(settings.bytesInFlight());
    this.examination =
        new Examination(
            new Reading(parts.parser(), settings.hostname(), parts.lists(), clock),
            parts.engine(),
            parts.admission(),
            parts.authenticator(),
            parts.filters(),
            track,
            clock);
    this.disposal =
        new Disposal(
            parts.spool(),
            parts.quarantine(),
            parts.outbound(),
            track,
            new Stamper(settings.hostname()),
            clock);
    this.passage =
        new Passage(
            settings,
            examination,
            parts.spool(),
            this::unfit,
            disposal,
            track,
            inFlight,
            parts.workers(),
            parts.timer(),
            clock);
  }

  @Override
  public Conversation open(Client client) {
    return new GateSession(this, client, admission.open(client));
  }

  /// Takes up a message that was accepted and not yet judged when the program ended.
  public void resume(Spooled spooled) {
    List<Addressee> addressees =
        spooled.envelope().to().stream()
            .map(recipient ->
                domain(recipient.address().domain())
                    .map(domain -> Addressee.of(recipient, domain, users.get()))
                    .orElseGet(() -> Addressee.ofNobody(recipient)))
            .toList();
    passage.resume(spooled, addressees);
  }

  /// Waits until every accepted message is disposed of; false when that took too long.
  public boolean drain(Duration patience) throws InterruptedException {
    return inFlight.awaitEmpty(patience);
  }

  Optional<Domain> domain(String name) {
    return domains.apply(name);
  }

  /// What users chose, as it is now.
  UserSnapshot users() {
    return users.get();
  }

  ProxyTransaction proxy(Transaction transaction, Visit visit) {
    return new ProxyTransaction(
        settings, transaction, visit, relay, examination, disposal, track, inFlight, clock);
  }

  /// The entry that shuts a sender out before its message is seen.
  Optional<Stored> blocks(MailFrom from, Addressee addressee) {
    return addressee.policy().refusesBlocked()
        ? lists
            .get()
            .refusing(
                addressee.tenant(), addressee.recipient().address(), from.path(), clock.instant())
            .filter(entry -> Listing.applies(entry, addressee))
        : Optional.empty();
  }

  /// Why the next hop cannot take what MAIL and RCPT announce, as far as earlier connections told.
  Optional<Reply> unfit(MailFrom from, Addressee addressee) {
    return addressee.route().isEmpty()
        ? Optional.empty()
        : relay.unfit(from, addressee.recipient().address(), addressee.way());
  }

  /// Whether this recipient cannot share the message with those before it: what one next hop takes
  /// and the other does not, 8-bit content, would end in a bounce.
  boolean needsAnother(Transaction transaction, Addressee next) {
    if (transaction.addressees().isEmpty()) {
      return false;
    }
    Addressee first = transaction.addressees().getFirst();
    return !first.route().equals(next.route()) && sevenBit(first) != sevenBit(next);
  }

  private boolean sevenBit(Addressee addressee) {
    return !addressee.route().isEmpty() && relay.sevenBit(addressee.way());
  }

  private Optional<Reply> unfit(byte[] octets, Addressee addressee) {
    return addressee.route().isEmpty()
        ? Optional.empty()
        : relay.unfit(Payload.of(octets), addressee.way());
  }

  /// Begins to authenticate who sends a message.
  Optional<Authenticator.Pending> authenticate(Client client, Hello hello, MailFrom from) {
    return authenticator.map(
        one -> one.begin(client.address().getAddress(), hello.name(), from.path()));
  }

  RecipientCheck recipients() {
    return recipients;
  }

  Reference newReference() {
    return Reference.create(clock.instant(), random);
  }

  GateSettings settings() {
    return settings;
  }

  Refusals refusals() {
    return refusals;
  }

  MailTrack track() {
    return track;
  }

  Passage passage() {
    return passage;
  }

  Clock clock() {
    return clock;
  }
}
