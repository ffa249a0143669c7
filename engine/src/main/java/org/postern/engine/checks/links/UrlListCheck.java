package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.Link;
import org.postern.engine.url.UrlLists;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Links to what the administrator's lists block: those that are followed, in codes and PDF files
/// too, those that are loaded, those of attached pages, as written and where known redirectors
/// lead, and every address that was met where links were followed.
public final class UrlListCheck implements Check {

  static final Symbol BLOCKED =
      Symbol.certain(
          "LINK_BLOCKED",
          Group.LINK,
          Category.CONFIRMED_SPAM,
          Stage.ACTIVE,
          "a link leads to an address or domain that a local list blocks");

  private final UrlLists lists;

  public UrlListCheck(UrlLists lists) {
    this.lists = lists;
  }

  @Override
  public String name() {
    return "url-list";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(BLOCKED);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    if (lists.empty()) {
      return List.of();
    }
    ContentFacts content = mail.content();
    List<String> evidence = new ArrayList<>();
    Stream.concat(
            Stream.concat(mail.links().stream(), content.loaded().stream()),
            mail.pages().stream().map(HtmlFacts::links).flatMap(List::stream))
        .map(Link::address)
        .flatMap(Optional::stream)
        .filter(WebAddress::web)
        .forEach(address -> look(address, evidence));
    mail.followed().all().stream()
        .flatMap(one -> one.chain().stream().skip(1))
        .forEach(address -> look(address, evidence));
    return evidence.isEmpty() ? List.of() : List.of(BLOCKED.found(1, evidence));
  }

  private void look(WebAddress address, List<String> evidence) {
    Optional<String> entry = lists.blocks(address);
    if (entry.isEmpty()) {
      entry = lists.blocks(address.destination());
    }
    entry
        .map(found -> "listed: " + found)
        .filter(found -> !evidence.contains(found))
        .ifPresent(evidence::add);
  }
}
