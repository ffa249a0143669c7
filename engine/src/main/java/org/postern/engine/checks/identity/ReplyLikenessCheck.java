package org.postern.engine.checks.identity;

import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.url.HostKind;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Mailbox;

/// Answers that go to a domain which looks like the sender's: the way into a correspondence about
/// money.
public final class ReplyLikenessCheck implements Check {

  static final Symbol REPLY_TO_LOOKALIKE =
      Symbol.kind(
          "REPLY_TO_LOOKALIKE",
          Group.SENDER,
          3,
          Category.PHISHING,
          Stage.PRELIMINARY,
          "the domain of Reply-To is not the one of From, and looks like it");

  private static final int ADDRESSES = 5;
  private static final double SURE = 0.8;

  @Override
  public String name() {
    return "reply-likeness";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(REPLY_TO_LOOKALIKE);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    String from = Senders.domain(mail.header());
    for (Mailbox reply : mail.header().replyTo().stream().limit(ADDRESSES).toList()) {
      String host = reply.domain();
      if (!HostKind.FREE_MAIL.contains(host) && Likeness.of(host, from) >= SURE) {
        return List.of(REPLY_TO_LOOKALIKE.found("From " + from + ", Reply-To " + host));
      }
    }
    return List.of();
  }
}
