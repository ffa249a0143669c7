package org.postern.engine.checks.links;

import java.util.List;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.Link;
import org.postern.engine.url.UrlLists;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Links to what the administrator's lists block, as far as they are written in the message: those
/// that are followed, those that are loaded, those of attached pages, and where known redirectors
/// lead. Before the reply, so that such a message is refused. What costs more to see is left to
/// [ReachedUrlCheck].
public final class UrlListCheck implements Check {

  static final Symbol BLOCKED =
      Symbol.certain(
          "LINK_BLOCKED",
          Group.LINK,
          Category.CONFIRMED_SPAM,
          Stage.PRELIMINARY,
          "a link leads to an address or domain that a local list blocks");

  private final BlockedAddresses blocked;

  public UrlListCheck(UrlLists lists) {
    this.blocked = new BlockedAddresses(lists);
  }

  @Override
  public String name() {
    return "url-list";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(BLOCKED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    if (blocked.lists().empty()) {
      return List.of();
    }
    ContentFacts content = mail.content();
    Stream<Link> pages =
        content.attachedPages().stream().map(HtmlFacts::links).flatMap(List::stream);
    List<String> evidence =
        blocked.among(
            BlockedAddresses.of(
                Stream.of(
                        content.links().stream(),
                        content.bare().stream(),
                        content.noteLinks().stream(),
                        content.loaded().stream(),
                        pages)
                    .flatMap(links -> links)));
    return evidence.isEmpty() ? List.of() : List.of(BLOCKED.found(1, evidence));
  }
}
