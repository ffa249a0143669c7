package org.postern.engine.checks.links;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.url.UrlLists;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// What the administrator's lists block where it takes more than reading the text to see it: links
/// of codes, PDF files, office documents and packed pages, and every address that was met where
/// links were followed.
public final class ReachedUrlCheck implements Check {

  static final Symbol REACHES_BLOCKED =
      Symbol.certain(
          "LINK_REACHES_BLOCKED",
          Group.LINK,
          Category.CONFIRMED_SPAM,
          Stage.ACTIVE,
          "a code, a document or a short link leads to an address or domain that a local list blocks");

  private final BlockedAddresses blocked;

  public ReachedUrlCheck(UrlLists lists) {
    this.blocked = new BlockedAddresses(lists);
  }

  @Override
  public String name() {
    return "reached-url";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(REACHES_BLOCKED);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    if (blocked.lists().empty()) {
      return List.of();
    }
    Stream<WebAddress> held =
        BlockedAddresses.of(
            Stream.of(
                    mail.pictures().links().stream(),
                    mail.office().links().stream(),
                    mail.pages().stream().map(HtmlFacts::links).flatMap(List::stream))
                .flatMap(links -> links));
    Stream<WebAddress> met =
        mail.followed().all().stream().flatMap(one -> one.chain().stream().skip(1));
    List<String> evidence = blocked.among(Stream.concat(held, met));
    return evidence.isEmpty() ? List.of() : List.of(REACHES_BLOCKED.found(1, evidence));
  }
}
