package org.postern.mail.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.Refusal.Moment;

/// The order of commands (RFC 5321 section 4.1.4), the limits on them, and the questions to the
/// program. Reads no socket and writes none: a command goes in, a [Step] comes out.
///
/// One thread: the session's.
final class Dialogue {

  private enum State {
    /// Nothing said yet, or TLS has just begun.
    NEW,
    GREETED,
    /// MAIL was taken.
    MAIL,
    /// At least one RCPT was taken.
    RCPT,
    /// The first BDAT was taken.
    CHUNKS
  }

  private final SmtpServer.Setting setting;
  private final Program program;
  private final SmtpLimits limits;
  private final Patience patience;
  private State state = State.NEW;
  private boolean begun;
  private boolean receiving;
  private boolean extended;
  private boolean encrypted;
  private boolean utf8;
  private boolean prdr;
  private long declared;
  private int recipients;
  private Optional<TurnedAway> turnedAway = Optional.empty(); // where the banner refused
  private Optional<DataReader> chunks = Optional.empty();
  // What to say once the octets of an unwanted BDAT are through.
  private Optional<Supplier<Step>> skipped = Optional.empty();

  Dialogue(SmtpServer.Setting setting, Transactions.Conversation program) {
    this.setting = setting;
    this.program = new Program(setting, program);
    this.limits = setting.limits();
    this.patience = new Patience(limits);
  }

  /// Whether MAIL was taken and the transaction has not ended.
  boolean inTransaction() {
    return state == State.MAIL || state == State.RCPT || state == State.CHUNKS;
  }

  /// The banner.
  Step connected() {
    begun = true;
    Welcome welcome = program.connected();
    Reply banner = welcome.banner();
    if (!banner.positive()) {
      turnedAway = Optional.of(new TurnedAway(banner));
    }
    Step step = banner.closes() ? new Step.Close(banner) : new Step.Say(banner);
    return welcome.step(step);
  }

  /// How long the client may let us wait for a command; for all of them together where the banner
  /// turned it away.
  Duration commandTime() {
    return turnedAway.map(one -> one.commandTime(limits.command())).orElse(limits.command());
  }

  /// Whether the banner was a refusal, so that only QUIT helps.
  boolean turnedAway() {
    return turnedAway.isPresent();
  }

  /// What is odd about a command, seen before it is handled.
  Optional<Oddity.Kind> oddity(Command command, boolean ahead) {
    if (command instanceof Command.Foreign || command instanceof Command.Field) {
      return Optional.of(Oddity.Kind.NOT_SMTP);
    }
    return ahead && command.mustWait(extended)
        ? Optional.of(Oddity.Kind.PIPELINED_TOO_SOON)
        : Optional.empty();
  }

  /// Tells the program; a step, when that ends the session.
  Optional<Step> noticed(Oddity oddity) {
    return turnedAway() ? Optional.empty() : program.noticed(oddity).map(Step.Close::new);
  }

  /// `ahead`: whether the client had sent more behind this command.
  Step handle(Command command, boolean ahead) {
    if (turnedAway.isPresent() && command != Command.Word.QUIT) {
      return turnedAway.get().inVain(command instanceof Command.Bdat);
    }
    if (ahead && command.mustWait(extended)) {
      return close(OwnReplies.PIPELINED);
    }
    return switch (command) {
      case Command.Greeting greeting -> hello(greeting.hello());
      case Command.Mail mail -> mail(mail.from());
      case Command.Rcpt rcpt -> rcpt(rcpt);
      case Command.Bdat bdat -> bdat(bdat);
      case Command.Word word -> word(word);
      case Command.Unknown _, Command.Field _ -> unknown();
      case Command.Foreign _ -> close(new Reply(502, "5.7.0", "this is a mail server"));
      case Command.Malformed malformed -> error(malformed.moment(), "", malformed.reply());
    };
  }

  /// The content of DATA is here, or that of the last chunk.
  Step received(DataReader reader) {
    chunks = Optional.empty();
    receiving = false;
    Optional<MessageData> message = reader.message();
    if (message.isEmpty()) {
      return fault(reader.fault().orElse(DataReader.Fault.STORAGE));
    }
    state = State.GREETED;
    MessageReply reply = program.message(message.get(), recipients);
    if (reply.last().positive()) {
      patience.messageTaken();
    }
    return answer(reply);
  }

  // As Exim does: one recipient gets one reply, as without PRDR.
  private Step answer(MessageReply reply) {
    Step last = said(reply.last());
    if (!prdr || recipients < 2) {
      return last;
    }
    return new Step.SayAll(OwnReplies.byRecipient(reply, recipients), last);
  }

  // A chunk is here that was not the last.
  private Step chunkReceived(DataReader reader, long size) {
    Optional<DataReader.Fault> fault = reader.fault();
    if (fault.isPresent()) {
      return fault(fault.get());
    }
    Reply reply = new Reply(250, "2.0.0", reader.octets() + " octets so far");
    return size == 0 ? idle(reply) : new Step.Say(reply);
  }

  // The program hears of it while it still knows whose message it was.
  private Step fault(DataReader.Fault fault) {
    Optional<Step> end =
        fault == DataReader.Fault.BARE_LF
            ? noticed(new Oddity(Oddity.Kind.BARE_LINE_FEED, "in the content of a message"))
            : Optional.empty();
    Step step = end.orElseGet(() -> error(Moment.DATA, "", OwnReplies.to(fault, limits)));
    abandon();
    return step;
  }

  /// TLS has begun.
  void encrypted(TlsInfo tls) {
    encrypted = true;
    extended = false;
    state = State.NEW;
    program.tell(one -> one.encrypted(tls));
  }

  /// The session refuses something that is no command: a line too long, TLS without a certificate.
  Step refuse(Reply reply) {
    return turnedAway.map(one -> one.inVain(false)).orElseGet(() -> error(reply));
  }

  /// The server ends the session for a reason of its own.
  Step close(Reply reply) {
    if (turnedAway.isPresent()) {
      return turnedAway.get().close(reply);
    }
    Moment moment =
        receiving || state == State.CHUNKS ? Moment.DATA : begun ? Moment.COMMAND : Moment.CONNECT;
    return new Step.Close(program.refused(new Refusal(moment, "", reply)));
  }

  /// The connection is over. The last call.
  void closed() {
    abandon();
    program.tell(Transactions.Conversation::closed);
  }

  private Step hello(Hello hello) {
    abandon();
    Reply reply = program.ask(one -> one.hello(hello));
    if (reply.code() != 250) {
      return said(reply);
    }
    state = State.GREETED;
    extended = hello.extended();
    List<String> lines = new ArrayList<>(List.of(reply.lines().getFirst()));
    if (extended) {
      lines.addAll(OwnReplies.extensions(limits, !encrypted && setting.tls().isPresent()));
    }
    return idle(new Reply(250, "", lines));
  }

  private Step mail(MailFrom from) {
    if (state == State.NEW) {
      return error(new Reply(503, "5.5.1", "say EHLO first"));
    }
    if (state != State.GREETED) {
      return error(new Reply(503, "5.5.1", "a transaction is open"));
    }
    if (from.size().orElse(0) > limits.messageOctets()) {
      return error(Moment.MAIL, from.path().toString(), OwnReplies.tooLarge(limits));
    }
    if (from.path() instanceof ReversePath.Sender sender
        && sender.address().needsUtf8()
        && !from.smtputf8()) {
      return error(Moment.MAIL, from.path().toString(), OwnReplies.NEEDS_UTF8);
    }
    Reply reply = program.ask(one -> one.mail(from));
    if (!reply.positive()) {
      return said(reply);
    }
    state = State.MAIL;
    recipients = 0;
    utf8 = from.smtputf8();
    prdr = from.prdr();
    declared = from.size().orElse(0);
    return idle(reply);
  }

  private Step rcpt(Command.Rcpt rcpt) {
    if (state != State.MAIL && state != State.RCPT) {
      return error(new Reply(503, "5.5.1", "say MAIL first"));
    }
    EmailAddress address =
        rcpt.address().orElseGet(() -> new EmailAddress("postmaster", setting.hostname()));
    if (recipients >= limits.recipients()) {
      Reply full = new Reply(452, "4.5.3", "too many recipients");
      return refusedRecipient(program.refused(new Refusal(Moment.RCPT, address.toString(), full)));
    }
    if (address.needsUtf8() && !utf8) {
      return error(Moment.RCPT, address.toString(), OwnReplies.NEEDS_UTF8);
    }
    Reply reply = program.ask(one -> one.rcpt(new Recipient(address, rcpt.dsn())));
    if (!reply.positive()) {
      return refusedRecipient(reply);
    }
    state = State.RCPT;
    recipients++;
    patience.recipientTaken();
    return new Step.Say(reply);
  }

  private Step refusedRecipient(Reply reply) {
    if (reply.closes()) {
      return new Step.Close(reply);
    }
    return patience.refusedRecipient().map(this::close).orElse(new Step.Say(reply));
  }

  private Step data() {
    if (state != State.RCPT) {
      return error(
          state == State.CHUNKS
              ? new Reply(503, "5.5.1", "BDAT has begun")
              : new Reply(503, "5.5.1", "say MAIL and RCPT first"));
    }
    Reply reply = program.ask(Transactions.Conversation::data);
    if (!reply.positive()) {
      abandon();
      return said(reply);
    }
    receiving = true;
    return new Step.Receive(
        new Reply(354, "", "end the message with <CRLF>.<CRLF>"),
        DataReader.ofData(buffer(), limits.messageOctets(), limits.bareLineEndings()));
  }

  private Step bdat(Command.Bdat bdat) {
    // RFC 3030 section 2: the octets come in any case.
    if (bdat.size() < 0) {
      return close(new Reply(501, "5.5.4", "syntax: BDAT size [LAST]"));
    }
    if (bdat.size() / 2 > limits.messageOctets()) {
      return close(OwnReplies.tooLarge(limits));
    }
    if (state == State.RCPT) {
      Reply reply = program.ask(Transactions.Conversation::data);
      if (!reply.positive()) {
        abandon();
        return skip(bdat, () -> said(reply));
      }
      state = State.CHUNKS;
      chunks =
          Optional.of(
              DataReader.ofChunks(buffer(), limits.messageOctets(), limits.bareLineEndings()));
    }
    return chunks.isPresent()
        ? new Step.Chunk(bdat.size(), bdat.last(), chunks.get())
        : skip(bdat, () -> error(OwnReplies.BAD_SEQUENCE));
  }

  private Step skip(Command.Bdat bdat, Supplier<Step> answer) {
    skipped = Optional.of(answer);
    return new Step.Chunk(bdat.size(), bdat.last(), DataReader.ofNothing());
  }

  /// The octets of a BDAT are here.
  Step chunk(Step.Chunk chunk) {
    if (skipped.isPresent()) {
      Step answer = skipped.get().get();
      skipped = Optional.empty();
      return answer;
    }
    if (!chunk.last()) {
      return chunkReceived(chunk.reader(), chunk.size());
    }
    chunk.reader().finishChunks();
    return received(chunk.reader());
  }

  private Step word(Command.Word word) {
    return switch (word) {
      case DATA -> data();
      case RSET -> {
        abandon();
        yield idle(OwnReplies.OK);
      }
      case NOOP -> idle(OwnReplies.OK);
      case QUIT -> new Step.Close(new Reply(221, "2.0.0", "goodbye"));
      case HELP -> idle(new Reply(214, "2.0.0", "RFC 5321 says it all"));
      case VRFY -> idle(new Reply(252, "2.1.5", "send a message and see"));
      case EXPN -> error(new Reply(502, "5.5.1", "EXPN is not offered"));
      case AUTH -> error(new Reply(503, "5.5.1", "AUTH is not offered"));
      case STARTTLS -> startTls();
    };
  }

  private Step startTls() {
    if (encrypted) {
      return error(new Reply(503, "5.5.1", "TLS is on already"));
    }
    if (setting.tls().isEmpty()) {
      return error(new Reply(502, "5.5.1", "STARTTLS is not offered"));
    }
    abandon();
    return new Step.Encrypt(new Reply(220, "2.0.0", "begin TLS"));
  }

  private Step unknown() {
    return patience
        .unknownCommand()
        .map(this::close)
        .orElseGet(() -> error(new Reply(500, "5.5.1", "unknown command")));
  }

  // A good answer that brings the client no further.
  private Step idle(Reply reply) {
    return patience.idle().map(this::close).orElseGet(() -> said(reply));
  }

  // The server refuses.
  private Step error(Reply reply) {
    return error(Moment.COMMAND, "", reply);
  }

  private Step error(Moment moment, String address, Reply reply) {
    return said(program.refused(new Refusal(moment, address, reply)));
  }

  // The program has answered, or the server.
  private Step said(Reply reply) {
    if (reply.closes()) {
      return new Step.Close(reply);
    }
    Optional<Reply> end = reply.positive() ? Optional.empty() : patience.refused();
    return end.map(this::close).orElse(new Step.Say(reply));
  }

  // Ends the transaction, if there is one, without a message.
  private void abandon() {
    chunks.ifPresent(DataReader::discard);
    chunks = Optional.empty();
    if (inTransaction()) {
      state = State.GREETED;
      program.tell(Transactions.Conversation::reset);
    }
  }

  private MessageBuffer buffer() {
    return new MessageBuffer(setting.place(), declared);
  }
}
