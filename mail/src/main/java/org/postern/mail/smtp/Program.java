package org.postern.mail.smtp;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postern.mail.smtp.Transactions.Conversation;

/// The program behind one session, asked so that its failures become replies: what it throws is
/// logged and answered by 451 with a reference.
///
/// One thread: the session's.
final class Program {

  private final SmtpServer.Setting setting;
  private final Conversation conversation;
  private final Set<Oddity.Kind> noticed = EnumSet.noneOf(Oddity.Kind.class);

  Program(SmtpServer.Setting setting, Conversation conversation) {
    this.setting = setting;
    this.conversation = conversation;
  }

  Reply ask(Function<Conversation, Reply> question) {
    try {
      return question.apply(conversation);
    } catch (RuntimeException e) {
      return broken(e);
    }
  }

  void tell(Consumer<Conversation> news) {
    try {
      news.accept(conversation);
    } catch (RuntimeException e) {
      broken(e);
    }
  }

  Welcome connected() {
    try {
      return conversation.connected();
    } catch (RuntimeException e) {
      return Welcome.of(broken(e));
    }
  }

  /// `recipients`: how many replies there may be.
  MessageReply message(MessageData message, int recipients) {
    boolean taken = false;
    try {
      MessageReply reply = conversation.message(message);
      taken = true;
      if (!reply.each().isEmpty() && reply.each().size() != recipients) {
        throw new IllegalStateException(
            reply.each().size() + " replies for " + recipients + " recipients");
      }
      return reply;
    } catch (RuntimeException e) {
      return MessageReply.of(broken(e));
    } finally {
      if (!taken) {
        message.close();
      }
    }
  }

  /// What to say to something that the server refuses: its own reply, as the program words it.
  Reply refused(Refusal refusal) {
    try {
      Reply worded = conversation.refused(refusal);
      if (worded.code() == refusal.reply().code()) {
        return worded;
      }
      throw new IllegalStateException("not " + refusal.reply().code() + ": " + worded.summary());
    } catch (RuntimeException e) {
      broken(e);
      return refusal.reply();
    }
  }

  /// Tells it the first time; a reply, when that is to end the session.
  Optional<Reply> noticed(Oddity oddity) {
    if (!noticed.add(oddity.kind())) {
      return Optional.empty();
    }
    try {
      return conversation.noticed(oddity);
    } catch (RuntimeException e) {
      return Optional.of(broken(e));
    }
  }

  private Reply broken(RuntimeException cause) {
    Reference ref = setting.reference();
    Log.SERVER.error("id={} the program behind the server failed", ref, cause);
    return new Reply(451, "4.3.0", "internal error, try again later (ref " + ref + ")");
  }
}
