package org.postern.gateway.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.postern.engine.verdict.Category;
import org.postern.gateway.relay.Notice.About;
import org.postern.gateway.relay.Notice.Kind;
import org.postern.gateway.spool.Progress.Judged;
import org.postern.gateway.spool.Progress.Pending;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;

/// Decides whether a sender is told, and puts the notification into the spool.
///
/// Nobody is told for mail that is not clean (a forged sender would get it), for the null sender (a
/// bounce of a bounce), and against the recipient's NOTIFY. Thread-safe.
final class Notifier {

  private final String host;
  private final Spool spool;
  private final Routes routes;
  private final MailTrack track;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Notifications notifications;

  Notifier(
      String host,
      Spool spool,
      Routes routes,
      MailTrack track,
      InstantSource clock,
      RandomGenerator random) {
    this.host = host;
    this.spool = spool;
    this.routes = routes;
    this.track = track;
    this.clock = clock;
    this.random = random;
    this.notifications = new Notifications(host, random);
  }

  /// Whether that would be reported for this recipient.
  boolean wanted(Kind kind, MailFrom from, Pending pending) {
    Dsn.OfRecipient dsn = pending.recipient().dsn();
    boolean asked =
        switch (kind) {
          case FAILED -> dsn.wants(Dsn.Notify.FAILURE);
          case DELAYED -> dsn.wants(Dsn.Notify.DELAY);
          case RELAYED -> dsn.wants(Dsn.Notify.SUCCESS);
        };
    return asked
        && pending.category().mayNotifySender()
        && from.path() instanceof ReversePath.Sender;
  }

  /// Writes to the sender about those recipients for whom it is wanted. The result is the
  /// notification in the spool, to be delivered; empty when there is none.
  ///
  /// @throws IOException when the spool did not take it; nobody was told
  Optional<Spooled> tell(Kind kind, Spooled message, Judged judged, List<About> all)
      throws IOException {
    Envelope original = message.envelope();
    List<About> about =
        all.stream().filter(one -> wanted(kind, original.from(), one.pending())).toList();
    if (about.isEmpty()
        || !(original.from().path() instanceof ReversePath.Sender(EmailAddress sender))) {
      return Optional.empty();
    }
    if (routes.to(sender.domain()).isEmpty()) {
      dropped(message, judged, about.getFirst().pending(), sender);
      return Optional.empty();
    }
    var notice =
        new Notice(kind, original, judged.subject(), judged.messageId(), about, body(message));
    Instant now = clock.instant();
    Reference ref = Reference.create(now, random);
    byte[] octets = notifications.compose(notice, sender, ref.value(), now);
    return Optional.of(
        spool.commit(
            envelope(ref, sender, octets, now),
            MessageData.of(octets),
            progress(about.getFirst().pending().tenant(), sender, ref, now)));
  }

  private Envelope envelope(Reference ref, EmailAddress sender, byte[] octets, Instant now) {
    var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    boolean eight = Payload.of(octets).eightBit();
    var from =
        new MailFrom(
            ReversePath.NULL,
            OptionalLong.of(octets.length),
            eight ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
            Notifications.needsUtf8(sender),
            Dsn.OfMessage.NONE);
    return new Envelope(
        ref,
        new Client(here, here),
        new Hello(host, true),
        Optional.empty(),
        from,
        List.of(new Recipient(sender, Dsn.OfRecipient.NONE)),
        now);
  }

  private Judged progress(String tenant, EmailAddress sender, Reference ref, Instant now) {
    var pending =
        new Pending(
            new Recipient(sender, Dsn.OfRecipient.NONE),
            tenant,
            Category.CLEAN,
            0,
            "",
            sender.toString(),
            0,
            now,
            "");
    return new Judged(
        List.of(pending), false, "Delivery status notification", "<" + ref + "@" + host + ">");
  }

  private Optional<byte[]> body(Spooled message) {
    try {
      return Optional.of(spool.body(message));
    } catch (IOException _) {
      return Optional.empty(); // the sender is told without it
    }
  }

  private void dropped(Spooled message, Judged judged, Pending pending, EmailAddress sender) {
    Envelope original = message.envelope();
    track.log(
        new LogRow(
            new TenantId(pending.tenant()),
            clock.instant(),
            original.ref().value(),
            "discard",
            original.client().ip(),
            original.hello().name(),
            "",
            sender.toString(),
            judged.subject(),
            judged.messageId(),
            0,
            "",
            "",
            0,
            "discard",
            "no notification to the sender: there is no route to " + sender.domain()));
  }
}
