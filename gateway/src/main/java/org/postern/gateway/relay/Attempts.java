package org.postern.gateway.relay;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.spool.Spooled;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers one batch of a message, once. Whatever goes wrong is a result for each recipient.
///
/// Thread-safe: holds nothing of an attempt.
final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final Spool spool;
  private final Relay relay;
  private final Composer composer;

  Attempts(Spool spool, Relay relay, Composer composer) {
    this.spool = spool;
    this.relay = relay;
    this.composer = composer;
  }

  /// A result for each recipient of the batch, in their order.
  List<RecipientResult> make(Spooled message, Batch batch) {
    try {
      var payload = composer.compose(message, batch.header(), spool.body(message));
      var recipients = batch.slots().stream().map(slot -> addressed(slot.pending())).toList();
      var mail = new Consignment(message.envelope().from(), recipients, payload);
      return relay.deliver(mail, batch.route());
    } catch (IOException e) {
      LOG.error("id={} not readable, will be tried again", message.envelope().ref(), e);
      return unreadable(batch);
    } catch (RuntimeException e) { // the edge: we are broken, the message is not lost
      LOG.error("id={} attempt failed inside, will be tried again", message.envelope().ref(), e);
      return unreadable(batch);
    }
  }

  private static List<RecipientResult> unreadable(Batch batch) {
    var reply = new Reply(451, "4.3.0", "an internal error, see the log of the gateway");
    return ours(batch.slots().size(), reply);
  }

  /// What becomes of recipients whose domain has no route.
  static List<RecipientResult> unrouted(int recipients) {
    return ours(recipients, new Reply(451, "4.4.4", "there is no route to the domain"));
  }

  private static List<RecipientResult> ours(int recipients, Reply reply) {
    RecipientResult result = new RecipientResult.Temporary(reply, Optional.empty());
    return Collections.nCopies(recipients, result);
  }

  // Where we redirected, the original recipient stays visible for notifications of others.
  private static Recipient addressed(Pending pending) {
    var target = Targets.of(pending);
    Recipient recipient = pending.recipient();
    if (target.equals(recipient.address())) {
      return recipient;
    }
    Dsn.OfRecipient dsn = recipient.dsn();
    Optional<String> orcpt =
        dsn.orcpt().or(() -> Optional.of("rfc822;" + Xtext.encode(recipient.address().toString())));
    return new Recipient(target, new Dsn.OfRecipient(dsn.events(), orcpt));
  }
}
