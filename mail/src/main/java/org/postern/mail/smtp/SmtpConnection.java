package org.postern.mail.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The client's side of an SMTP connection that is past EHLO: one message after the other, either
/// in one go (`send`) or step by step while somebody else decides (`mail`, `rcpt`, `data`).
///
/// Every method that speaks throws [SmtpConnectionLost] when the conversation cannot go on; the
/// connection is then closed. A refusal is not an exception but the reply.
///
/// One thread at a time.
public final class SmtpConnection implements AutoCloseable {

  private final SmtpClientWire wire;
  private final SmtpClientLimits limits;
  private final Reply banner;
  private final SmtpClientExtensions extensions;
  private final Optional<TlsInfo> tls;
  private boolean open; // a transaction the server may still hold, so that RSET is due
  private boolean usable = true;
  private int messages;
  private int refusals;

  SmtpConnection(
      SmtpClientWire wire,
      SmtpClientLimits limits,
      Reply banner,
      SmtpClientExtensions extensions,
      Optional<TlsInfo> tls) {
    this.wire = wire;
    this.limits = limits;
    this.banner = banner;
    this.extensions = extensions;
    this.tls = tls;
  }

  public Reply banner() {
    return banner;
  }

  public SmtpClientExtensions extensions() {
    return extensions;
  }

  public Optional<TlsInfo> tls() {
    return tls;
  }

  /// How many transactions were begun here.
  public int messages() {
    return messages;
  }

  /// How many commands the server refused here: many servers slow a client down for that, and send
  /// it away in the end.
  public int refusals() {
    return refusals;
  }

  /// Whether another transaction may be tried: false after 421, a broken connection or `close`.
  public boolean usable() {
    return usable && !wire.closed();
  }

  /// Sends a message to all recipients in one transaction: MAIL, RCPT and DATA in one write where
  /// the server offers PIPELINING. Never throws for what the server or the network does: every
  /// recipient has an outcome.
  public SmtpTransaction send(MailFrom from, List<Recipient> recipients, Payload payload) {
    return new SmtpClientTransaction(this, wire, limits).run(from, recipients, payload);
  }

  /// MAIL. A transaction that was left open is reset in the same write.
  public Reply mail(MailFrom from) throws IOException {
    int before = begin(from);
    wire.send(limits.command());
    skip(before);
    return definite(note(read(limits.command())));
  }

  /// What MAIL and the first RCPT got.
  ///
  /// @param rcpt empty when MAIL was refused
  public record Begun(Reply mail, Optional<Reply> rcpt) {}

  /// MAIL and the first RCPT, in one write where the server allows it.
  public Begun mail(MailFrom from, Recipient first) throws IOException {
    if (!extensions.pipelining()) {
      Reply mail = mail(from);
      return new Begun(mail, mail.positive() ? Optional.of(rcpt(first)) : Optional.empty());
    }
    int before = begin(from);
    wire.command(rcptLine(first));
    wire.send(limits.command());
    skip(before);
    Reply mail = definite(note(read(limits.command())));
    Reply rcpt = definite(note(read(limits.command())));
    return new Begun(mail, mail.positive() ? Optional.of(rcpt) : Optional.empty());
  }

  /// RCPT.
  public Reply rcpt(Recipient recipient) throws IOException {
    return definite(ask(rcptLine(recipient), limits.command()));
  }

  /// DATA, and when the server says 354 the message and the final dot. The reply is the last one.
  public Reply data(Payload payload) throws IOException {
    Reply ready = ask("DATA", limits.dataInitiation());
    if (ready.code() == 354) {
      return message(payload);
    }
    if (ready.positive()) { // to a message that it has not seen
      close();
      throw new SmtpConnectionLost("an answer that does not fit: " + ready.summary());
    }
    return definite(ready);
  }

  /// RSET: gives a transaction up.
  public Reply rset() throws IOException {
    Reply reply = ask("RSET", limits.command());
    open = !reply.positive();
    return reply;
  }

  /// Says goodbye and closes. What the server answers does not matter.
  public void quit() {
    if (usable()) {
      try {
        wire.command("QUIT");
        wire.send(limits.quit());
        wire.read(limits.quit());
      } catch (IOException _) {
        // it left first
      }
    }
    close();
  }

  /// Cuts the connection; any thread may do so.
  @Override
  public void close() {
    wire.close();
  }

  // The steps below are shared with SmtpClientTransaction.

  /// Puts MAIL into the buffer, behind RSET where one is due; gives the number of replies before
  /// that of MAIL.
  int begin(MailFrom from) throws IOException {
    int before = 0;
    if (open) {
      wire.command("RSET");
      if (!extensions.pipelining()) {
        wire.send(limits.command());
        note(read(limits.command()));
      } else {
        before = 1;
      }
    }
    open = true;
    messages++;
    wire.command(mailLine(from));
    return before;
  }

  void skip(int replies) throws IOException {
    for (int i = 0; i < replies; i++) {
      note(read(limits.command()));
    }
  }

  Reply read(Duration limit) throws IOException {
    try {
      return wire.read(limit);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// 421 may answer any command and ends the connection (RFC 5321 section 3.8).
  Reply note(Reply reply) {
    if (reply.code() == 421) {
      usable = false;
    }
    if (!reply.positive()) {
      refusals++;
    }
    return reply;
  }

  /// The message after 354, and the reply to the final dot.
  Reply message(Payload payload) throws IOException {
    try {
      wire.send(payload);
    } catch (IOException broken) {
      return refusedMeanwhile(broken);
    }
    Reply reply = definite(note(read(limits.dataTermination())));
    open = false;
    return reply;
  }

  // A server that does not want to read on says why and closes; the write that fails must not hide
  // it.
  private Reply refusedMeanwhile(IOException broken) throws IOException {
    usable = false;
    try {
      Reply reply = wire.read(limits.quit());
      if (!reply.positive()) {
        return reply;
      }
    } catch (IOException e) {
      broken.addSuppressed(e);
    } finally {
      close();
    }
    throw broken;
  }

  // 3xx where nothing more is expected says nothing that could be relied on, and must not reach a
  // sender as if it were ours.
  private Reply definite(Reply reply) throws IOException {
    if (reply.code() / 100 == 3) {
      close();
      throw new SmtpConnectionLost("an answer that does not fit: " + reply.summary());
    }
    return reply;
  }

  private Reply ask(String line, Duration limit) throws IOException {
    try {
      wire.command(line);
      wire.send(limit);
    } catch (IOException e) {
      close();
      throw e;
    }
    return note(read(limit));
  }

  String rcptLine(Recipient recipient) {
    var line = new StringBuilder(64).append("RCPT TO:<").append(recipient.address()).append('>');
    if (extensions.dsn()) {
      Dsn.OfRecipient dsn = recipient.dsn();
      if (!dsn.events().isEmpty()) {
        line.append(" NOTIFY=");
        String comma = "";
        for (Dsn.Notify event : Dsn.Notify.values()) {
          if (dsn.events().contains(event)) {
            line.append(comma).append(event);
            comma = ",";
          }
        }
      }
      // RFC 6533 section 3: the form in UTF-8 is for servers that offer SMTPUTF8.
      dsn.orcpt()
          .filter(orcpt -> extensions.smtputf8() || orcpt.chars().allMatch(c -> c < 0x80))
          .ifPresent(orcpt -> line.append(" ORCPT=").append(orcpt));
    }
    return line.toString();
  }

  private String mailLine(MailFrom from) {
    var line = new StringBuilder(96).append("MAIL FROM:<").append(from.path()).append('>');
    OptionalLong size = from.size();
    if (extensions.sizeKnown() && size.isPresent()) {
      line.append(" SIZE=").append(size.getAsLong());
    }
    if (extensions.eightBitMime() && from.body() == BodyType.EIGHT_BIT_MIME) {
      line.append(" BODY=8BITMIME");
    }
    if (extensions.smtputf8() && from.smtputf8()) {
      line.append(" SMTPUTF8");
    }
    if (extensions.dsn()) {
      from.dsn()
          .ret()
          .ifPresent(ret -> line.append(ret == Dsn.Return.FULL ? " RET=FULL" : " RET=HDRS"));
      from.dsn().envid().ifPresent(envid -> line.append(" ENVID=").append(envid));
    }
    return line.toString();
  }

  /// As many outcomes as recipients, all the same.
  static List<SmtpTransaction.Outcome> all(int recipients, SmtpTransaction.Outcome outcome) {
    var outcomes = new ArrayList<SmtpTransaction.Outcome>(recipients);
    for (int i = 0; i < recipients; i++) {
      outcomes.add(outcome);
    }
    return outcomes;
  }
}
