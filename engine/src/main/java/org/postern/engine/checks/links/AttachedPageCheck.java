package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.HtmlFacts.Form;
import org.postern.engine.facts.HtmlFacts.Script;
import org.postern.engine.facts.Link;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Attached pages (HTML, SVG): they open in the browser from the disk, where no filter of links
/// sees what they do. Pages that ask for passwords, that build themselves or a file out of encoded
/// text (HTML smuggling), that lead on by themselves.
public final class AttachedPageCheck implements Check {

  static final Symbol PAGE = symbol("ATTACHED_PAGE", 0.8, "an HTML file is attached");
  static final Symbol PASSWORD =
      symbol("ATTACHED_PAGE_PASSWORD", 4, "an attached page asks for a password");
  static final Symbol SMUGGLING =
      symbol(
          "ATTACHED_PAGE_SMUGGLING",
          4.5,
          "an attached page builds a page or a file out of encoded text");
  static final Symbol REDIRECT =
      symbol("ATTACHED_PAGE_REDIRECT", 3, "an attached page leads on to an address by itself");
  static final Symbol SCRIPT =
      symbol("ATTACHED_PAGE_SCRIPT", 1.5, "an attached page runs a script");
  static final Symbol SVG =
      symbol(
          "ATTACHED_SVG_ACTIVE",
          5,
          "an attached SVG picture runs a script, or leads to an address");

  private static final Set<String> BUILDS =
      Set.of(
          "atob",
          "unescape",
          "eval",
          "fromcharcode",
          "new blob",
          "createobjecturl",
          "mssaveoropenblob",
          "mssaveblob",
          "document.write",
          "decodeuricomponent",
          "new function",
          "cryptojs");
  private static final Set<String> LEADS =
      Set.of(
          "location.href",
          "location.replace",
          "location.assign",
          "window.location",
          "document.location",
          "top.location",
          "self.location");
  private static final int BLOB = 400;

  /// Of pictures whose script neither leads on nor builds anything, as far as can be seen, and of
  /// those that only link.
  private static final double SCRIPT_ALONE = 0.8;

  private static final double WITHOUT_SCRIPT = 0.6;

  /// Of a letter of a service for encrypted mail.
  private static final double ENVELOPE = 0.2;

  /// Of a page that unlocks itself in the browser, for whoever has the password already.
  private static final double UNLOCKS = 0.45;

  /// What asks for a password is told by that; letters of unknown services build themselves too.
  private static final double BESIDE_PASSWORD = 0.25;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.CONTENT, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "attached-page";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(PAGE, PASSWORD, SMUGGLING, REDIRECT, SCRIPT, SVG);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    List<HtmlFacts> pages = mail.pages();
    if (pages.isEmpty()) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    for (HtmlFacts page : pages) {
      look(page, found, mail);
    }
    // one file says it; a second one of the same kind adds nothing
    List<Symbol> seen = new ArrayList<>();
    found.removeIf(finding -> seen.contains(finding.symbol()) || !seen.add(finding.symbol()));
    return found;
  }

  private static void look(HtmlFacts page, List<Finding> found, Case mail) {
    String name = page.name();
    if (page.drawing()) {
      if (page.forms().stream().anyMatch(Form::password)) {
        found.add(PASSWORD.found(name));
      }
      boolean leads =
          page.links().stream()
              .anyMatch(link ->
                  link.kind() == Link.Kind.ANCHOR
                      && link.address().filter(WebAddress::web).isPresent());
      if (page.scripts().stream().anyMatch(AttachedPageCheck::acts)) {
        found.add(SVG.found(name));
      } else if (!page.scripts().isEmpty()) {
        found.add(SVG.found(SCRIPT_ALONE, List.of(name)));
      } else if (leads || page.counts().frames() > 0) {
        found.add(SVG.found(WITHOUT_SCRIPT, List.of(name)));
      }
      return;
    }
    found.add(PAGE.found(name));
    if (Envelopes.envelope(page)) {
      found.add(PASSWORD.found(ENVELOPE, List.of(name)));
      return;
    }
    if (Unlocking.unlocks(page) && !GivenPassword.in(mail)) {
      found.add(PASSWORD.found(UNLOCKS, List.of(name)));
      return;
    }
    boolean password = page.forms().stream().anyMatch(Form::password);
    if (password) {
      found.add(PASSWORD.found(name));
    }
    if (page.refresh().isPresent()) {
      found.add(REDIRECT.found(name, page.refresh().get().target()));
    }
    boolean smuggles = page.scripts().stream().anyMatch(AttachedPageCheck::smuggles);
    if (smuggles) {
      found.add(SMUGGLING.found(password ? BESIDE_PASSWORD : 1, List.of(name)));
    } else if (page.scripts().stream().anyMatch(AttachedPageCheck::leads)) {
      found.add(REDIRECT.found(name));
    } else if (!page.scripts().isEmpty()) {
      found.add(SCRIPT.found(name));
    }
  }

  /// Encoded text of some length and what decodes it, or three ways to build at once.
  private static boolean smuggles(Script script) {
    long builds = script.calls().stream().filter(BUILDS::contains).count();
    return builds >= 3 || (builds >= 1 && script.blob() >= BLOB);
  }

  private static boolean acts(Script script) {
    return leads(script)
        || script.calls().contains(Script.GLUED)
        || script.calls().stream().anyMatch(BUILDS::contains);
  }

  private static boolean leads(Script script) {
    return script.calls().stream().anyMatch(LEADS::contains);
  }
}
