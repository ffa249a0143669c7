package org.postern.gateway.gate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.spool.Progress;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.store.Held;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.MessageData;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;

/// Delivers held messages after all: the original octets, to the one recipient of each entry, with
/// the original sender, once however often it is asked. Thread-safe.
public final class Release {

  private final Quarantine quarantine;
  private final Spool spool;
  private final Outbound outbound;
  private final MailTrack track;
  private final Heard heard;
  private final Clock clock;

  /// Hears of every message that is on its way to a recipient after all. Does not throw.
  public interface Heard {
    void released(Held held, byte[] message);
  }

  /// @param heard learns from it
  public Release(
      Quarantine quarantine,
      Spool spool,
      Outbound outbound,
      MailTrack track,
      Heard heard,
      Clock clock) {
    this.quarantine = quarantine;
    this.spool = spool;
    this.outbound = outbound;
    this.track = track;
    this.heard = heard;
    this.clock = clock;
  }

  /// Releases the entries of a reference, or that of one recipient; gives the recipients whose copy
  /// is on its way. An entry that somebody else releases at the same moment is not among them.
  ///
  /// @throws IOException when the message cannot be read or taken into the spool; the entry is held
  ///   as before
  public List<String> release(Optional<TenantId> tenant, String ref, Optional<String> rcpt)
      throws IOException {
    List<String> released = new ArrayList<>();
    for (Held held : quarantine.entries(tenant, ref)) {
      boolean meant = rcpt.isEmpty() || rcpt.get().equalsIgnoreCase(held.rcpt());
      if (meant && quarantine.claim(held.tenant(), ref, held.rcpt())) {
        releaseClaimed(held);
        released.add(held.rcpt());
      }
    }
    return released;
  }

  private void releaseClaimed(Held held) throws IOException {
    boolean done = false;
    try {
      byte[] message =
          quarantine
              .message(held.tenant(), held.ref())
              .orElseThrow(() -> new IOException("the message of " + held.ref() + " is gone"));
      EmailAddress address =
          EmailAddress.parse(held.rcpt())
              .orElseThrow(() -> new IOException("not an address: " + held.rcpt()));
      Spooled spooled = commit(held, HeldEnvelope.recipient(held.envelope(), address), message);
      takeOut(held, spooled);
      done = true;
      track.log(row(held));
      outbound.submit(spooled);
      heard.released(held, message);
    } finally {
      if (!done) {
        quarantine.unclaim(held.tenant(), held.ref(), held.rcpt());
      }
    }
  }

  // Either in the spool or in the quarantine: with both it would be delivered once more.
  private void takeOut(Held held, Spooled spooled) throws IOException {
    boolean done = false;
    try {
      quarantine.remove(held.tenant(), held.ref(), held.rcpt());
      done = true;
    } finally {
      if (!done) {
        spool.remove(spooled);
      }
    }
  }

  private Spooled commit(Held held, Recipient recipient, byte[] message) throws IOException {
    Instant now = clock.instant();
    MailFrom from = HeldEnvelope.from(held.envelope(), held.mailFrom());
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Envelope envelope =
        new Envelope(
            new Reference(held.ref()),
            new Client(here, here),
            new Hello("released", true),
            Optional.empty(),
            from,
            List.of(recipient),
            now);
    Progress.Pending pending =
        new Progress.Pending(
            recipient,
            held.tenant().name(),
            held.category(),
            held.score(),
            fields(held, now),
            held.rcpt(),
            0,
            now,
            "");
    Progress.Judged judged =
        new Progress.Judged(List.of(pending), false, held.subject(), held.messageId());
    return spool.commit(envelope, MessageData.of(message), judged);
  }

  private static String fields(Held held, Instant now) {
    return "X-Postern-Ref: "
        + held.ref()
        + "\r\nX-Postern-Category: "
        + held.category()
        + "\r\nX-Postern-Score: "
        + Stamper.number(held.score())
        + "\r\nX-Postern-Released: "
        + Stamper.formatted(now)
        + "\r\n";
  }

  private LogRow row(Held held) {
    return new LogRow(
        held.tenant(),
        clock.instant(),
        held.ref(),
        "release",
        "",
        "",
        held.mailFrom(),
        held.rcpt(),
        held.subject(),
        held.messageId(),
        held.size(),
        "",
        held.category().name(),
        held.score(),
        "released",
        "");
  }
}
