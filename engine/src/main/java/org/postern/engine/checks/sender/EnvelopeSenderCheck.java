package org.postern.engine.checks.sender;

import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.address.ReversePath;

/// A From field of another domain than MAIL FROM. Lists and newsletters do this every day, so it
/// says little alone; a freemail From sent through somebody else's domain says more.
public final class EnvelopeSenderCheck implements Check {

  static final Symbol FROM_NOT_ENVELOPE =
      Symbol.scored(
          "FROM_NOT_ENVELOPE",
          Group.SENDER,
          0.2,
          Stage.PRELIMINARY,
          "From and MAIL FROM have different domains");
  static final Symbol FREEMAIL_NOT_ENVELOPE =
      Symbol.scored(
          "FREEMAIL_NOT_ENVELOPE",
          Group.SENDER,
          1.2,
          Stage.PRELIMINARY,
          "From is a free mailbox, but MAIL FROM has another domain");

  @Override
  public String name() {
    return "envelope-sender";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(FROM_NOT_ENVELOPE, FREEMAIL_NOT_ENVELOPE);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    String from = mail.header().fromDomain();
    if (from.isEmpty() || mail.relations().listNamed()) {
      return List.of();
    }
    return switch (mail.envelope().from().path()) {
      case ReversePath.Null _ -> List.of();
      case ReversePath.Sender sender -> compare(from, sender.address().domain());
    };
  }

  private static List<Finding> compare(String from, String envelope) {
    if (Domains.related(from, envelope)) {
      return List.of();
    }
    Symbol symbol = Domains.isFreemail(from) ? FREEMAIL_NOT_ENVELOPE : FROM_NOT_ENVELOPE;
    return List.of(symbol.found("From " + from + ", MAIL FROM " + envelope));
  }
}
