package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.HtmlFacts.Form;
import org.postern.engine.facts.Link;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// What works in a browser and has no place in a message: forms, scripts, pages that turn into
/// others, addresses that are pages themselves.
public final class ActiveContentCheck implements Check {

  static final Symbol PASSWORD =
      symbol("BODY_FORM_PASSWORD", 3, "the message itself asks for a password in a form");
  static final Symbol FORM =
      symbol(
          "BODY_FORM_FOREIGN",
          0.3,
          "a form in the message sends what is entered to an unrelated domain");
  static final Symbol SCRIPT = symbol("BODY_SCRIPT", 1, "a script in the message");
  static final Symbol HANDLER =
      symbol("BODY_SCRIPT_HANDLER", 0.6, "elements of the message run scripts");
  static final Symbol REFRESH =
      symbol("BODY_META_REFRESH", 2, "the message turns into another page by itself");
  static final Symbol DATA =
      symbol(
          "LINK_DATA", 2.5, "a link is a page or a script itself: data:, javascript:, vbscript:");

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.CONTENT, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "active-content";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(PASSWORD, FORM, SCRIPT, HANDLER, REFRESH, DATA);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Finding> found = new ArrayList<>();
    List<HtmlFacts> pages = mail.content().html();
    if (any(pages, page -> page.forms().stream().anyMatch(Form::password))) {
      found.add(PASSWORD.found());
    } else {
      foreignForm(mail, pages).ifPresent(host -> found.add(FORM.found(host)));
    }
    if (any(pages, page -> page.scripts().size() > (page.counts().handlers() > 0 ? 1 : 0))) {
      found.add(SCRIPT.found());
    }
    if (any(pages, page -> page.counts().handlers() > 0)) {
      found.add(HANDLER.found());
    }
    pages.stream()
        .flatMap(page -> page.refresh().stream())
        .findFirst()
        .ifPresent(link -> found.add(REFRESH.found(link.target())));
    mail.content().links().stream()
        .filter(ActiveContentCheck::page)
        .findFirst()
        .ifPresent(link -> found.add(DATA.found(link.target())));
    return found;
  }

  private static boolean any(List<HtmlFacts> pages, java.util.function.Predicate<HtmlFacts> is) {
    return pages.stream().anyMatch(is);
  }

  private static Optional<String> foreignForm(Case mail, List<HtmlFacts> pages) {
    return pages.stream()
        .flatMap(page -> page.forms().stream())
        .filter(form -> form.entries() > 0)
        .flatMap(form -> form.address().stream())
        .filter(WebAddress::web)
        .map(WebAddress::host)
        .filter(host -> !mail.relations().involves(host))
        .findFirst();
  }

  private static boolean page(Link link) {
    String scheme = link.address().map(WebAddress::scheme).orElse("");
    return switch (scheme) {
      case "data" -> true;
      case "vbscript" -> true;
      // `javascript:void(0)` and its kin do nothing
      case "javascript" -> link.target().length() > 40;
      default -> false;
    };
  }
}
