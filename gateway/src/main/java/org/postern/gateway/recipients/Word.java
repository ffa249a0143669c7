package org.postern.gateway.recipients;

import java.util.List;
import org.postern.gateway.relay.RelaySession.Answer;
import org.postern.mail.smtp.Reply;

/// What came of one question.
///
/// @param host who said it, empty where nobody did
record Word(Meaning meaning, Reply reply, String host) {

  private static final int LINES = 20;
  private static final int LINE = 480; // with code and status within RFC 5321 section 4.5.3.1.5

  static Word of(Answer answer) {
    return switch (answer) {
      case Answer.OfRecipient(Reply reply, var host) ->
          new Word(Meaning.of(reply), bounded(reply), host.toString());
      case Answer.OfSender(Reply reply, var host) ->
          new Word(
              reply.permanent() ? Meaning.POLICY : Meaning.LATER, bounded(reply), host.toString());
      case Answer.Unfit(Reply reply) -> new Word(Meaning.UNFIT, reply, "");
      case Answer.Silence(Reply reply) -> new Word(Meaning.SILENCE, reply, "");
    };
  }

  static Word silence(String status, String why) {
    return new Word(Meaning.SILENCE, new Reply(451, status, why), "");
  }

  /// Whether somebody answered.
  boolean spoken() {
    return meaning != Meaning.SILENCE;
  }

  private static Reply bounded(Reply reply) {
    List<String> lines =
        reply.lines().stream()
            .limit(LINES)
            .map(line -> line.length() <= LINE ? line : line.substring(0, LINE))
            .toList();
    return new Reply(reply.code(), reply.status(), lines);
  }
}
