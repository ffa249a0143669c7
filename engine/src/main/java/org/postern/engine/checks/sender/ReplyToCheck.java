package org.postern.engine.checks.sender;

import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Mailbox;

/// Replies that go to a mailbox anybody can have, although the message says it is from somewhere
/// else: the usual way of those who ask for money.
public final class ReplyToCheck implements Check {

  static final Symbol REPLY_TO_FREEMAIL =
      Symbol.scored(
          "REPLY_TO_FREEMAIL",
          Group.SENDER,
          1.5,
          Stage.PRELIMINARY,
          "Reply-To is a free mailbox of another provider than From");

  @Override
  public String name() {
    return "reply-to";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(REPLY_TO_FREEMAIL);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    String from = mail.header().fromDomain();
    if (from.isEmpty() || mail.relations().listNamed()) {
      return List.of();
    }
    for (Mailbox reply : mail.header().replyTo()) {
      if (Domains.isFreemail(reply.domain()) && !Domains.related(reply.domain(), from)) {
        return List.of(REPLY_TO_FREEMAIL.found("From " + from + ", Reply-To " + reply.address()));
      }
    }
    return List.of();
  }
}
