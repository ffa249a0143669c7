package org.postern.mail.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.smtp.SmtpTransaction.Outcome;

/// One run of [SmtpConnection#send]. One thread, used once.
final class SmtpClientTransaction {

  private final SmtpConnection connection;
  private final SmtpClientWire wire;
  private final SmtpClientLimits limits;
  private final List<Reply> rcpts = new ArrayList<>();
  private Optional<Reply> mail = Optional.empty();
  private Optional<Reply> end = Optional.empty();
  private boolean answered;

  SmtpClientTransaction(SmtpConnection connection, SmtpClientWire wire, SmtpClientLimits limits) {
    this.connection = connection;
    this.wire = wire;
    this.limits = limits;
  }

  SmtpTransaction run(MailFrom from, List<Recipient> recipients, Payload payload) {
    Optional<String> lost = Optional.empty();
    try {
      if (connection.extensions().pipelining()) {
        pipelined(from, recipients, payload);
      } else {
        stepwise(from, recipients, payload);
      }
    } catch (IOException e) {
      connection.close();
      lost = Optional.of(String.valueOf(e.getMessage()));
    }
    return new SmtpTransaction(outcomes(recipients.size(), lost), answered);
  }

  private void pipelined(MailFrom from, List<Recipient> recipients, Payload payload)
      throws IOException {
    int resets = connection.begin(from);
    int unread = 0;
    for (Recipient recipient : recipients) {
      String line = connection.rcptLine(recipient);
      if (!wire.hasRoom(3 * line.length() + 64)) {
        flush(resets, unread);
        resets = 0;
        unread = 0;
        if (refused(mail) || !connection.usable()) {
          return;
        }
      }
      wire.command(line);
      unread++;
    }
    wire.command("DATA");
    flush(resets, unread);
    Reply ready = connection.note(connection.read(limits.dataInitiation()));
    if (ready.code() != 354) {
      end = Optional.of(expected(ready, 4, 5));
      return;
    }
    if (anyTaken()) {
      end = Optional.of(connection.message(payload));
    } else {
      // RFC 2920 section 3.1: a server that says 354 although nobody is left gets an empty message.
      connection.message(new Payload(List.of()));
    }
  }

  private void flush(int resets, int unread) throws IOException {
    wire.send(limits.command());
    connection.skip(resets);
    if (mail.isEmpty()) {
      mail = Optional.of(heard());
    }
    for (int i = 0; i < unread; i++) {
      rcpts.add(heard());
    }
  }

  private void stepwise(MailFrom from, List<Recipient> recipients, Payload payload)
      throws IOException {
    flush(connection.begin(from), 0);
    if (refused(mail)) {
      return;
    }
    for (Recipient recipient : recipients) {
      wire.command(connection.rcptLine(recipient));
      flush(0, 1);
      if (!connection.usable()) {
        return; // 421: the rest stays without an answer
      }
    }
    if (!anyTaken()) {
      return;
    }
    wire.command("DATA");
    wire.send(limits.command());
    Reply ready = connection.note(connection.read(limits.dataInitiation()));
    end = Optional.of(ready.code() == 354 ? connection.message(payload) : expected(ready, 4, 5));
  }

  // To MAIL and RCPT only 2xx, 4xx and 5xx mean something.
  private Reply heard() throws IOException {
    Reply reply = connection.note(connection.read(limits.command()));
    answered |= connection.usable(); // 421 is about the connection, not the message
    return reply.code() / 100 == 2 ? reply : expected(reply, 4, 5);
  }

  private static Reply expected(Reply reply, int one, int other) throws IOException {
    int first = reply.code() / 100;
    if (first != one && first != other) {
      throw new SmtpConnectionLost("an answer that does not fit: " + reply.summary());
    }
    return reply;
  }

  private static boolean refused(Optional<Reply> reply) {
    return reply.isPresent() && !reply.get().positive();
  }

  private boolean anyTaken() {
    return !refused(mail) && rcpts.stream().anyMatch(Reply::positive);
  }

  private List<Outcome> outcomes(int recipients, Optional<String> lost) {
    Optional<Reply> sender = mail;
    if (sender.isPresent() && !sender.get().positive()) {
      return SmtpConnection.all(recipients, new Outcome.Refused(sender.get()));
    }
    var outcomes = new ArrayList<Outcome>(recipients);
    for (int i = 0; i < recipients; i++) {
      outcomes.add(outcome(i, lost));
    }
    return outcomes;
  }

  private Outcome outcome(int recipient, Optional<String> lost) {
    if (recipient < rcpts.size() && !rcpts.get(recipient).positive()) {
      return new Outcome.Refused(rcpts.get(recipient));
    }
    if (recipient < rcpts.size() && end.isPresent()) {
      Reply reply = end.get();
      return reply.positive() ? new Outcome.Taken(reply) : new Outcome.Refused(reply);
    }
    return new Outcome.Unknown(lost.orElse("the server ended the conversation"));
  }
}
