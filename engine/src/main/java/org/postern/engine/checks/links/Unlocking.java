package org.postern.engine.checks.links;

import java.util.Set;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.HtmlFacts.Script;
import org.postern.engine.facts.Link;

/// Pages that unlock themselves: a bank's statement is attached as a page that holds it encrypted,
/// asks for the password that the customer has, and shows it without sending anything anywhere.
final class Unlocking {

  private static final Set<String> UNLOCKS =
      Set.of("decrypt", "crypto.subtle", "sjcl", "pbkdf2", "cryptojs");

  /// Ways out for what was entered, ways on to another page, and ways to hide either.
  private static final Set<String> WAYS =
      Set.of(
          "fetch",
          "$.ajax",
          "$.post",
          "xmlhttprequest",
          "sendbeacon",
          "websocket",
          "new image",
          ".submit",
          ".action",
          ".src",
          "setattribute",
          "createelement('script",
          "createelement(\"script",
          "import",
          "serviceworker",
          "api.telegram.org",
          "location.href",
          "location.replace",
          "location.assign",
          "window.location",
          "document.location",
          "top.location",
          "self.location",
          "location=",
          "location =",
          "window.open",
          "eval",
          "new function",
          "unescape",
          "fromcharcode",
          "createobjecturl",
          ".download",
          "debugger",
          Script.GLUED);

  private Unlocking() {}

  /// Whether a page asks for one password, has what unlocks it in itself, and shows no way by which
  /// the password could leave it.
  static boolean unlocks(HtmlFacts page) {
    return asksOnce(page)
        && !page.scripts().isEmpty()
        && page.scripts().stream()
            .allMatch(script ->
                script.whole()
                    && script.source().isEmpty()
                    && script.calls().stream().noneMatch(WAYS::contains))
        && page.scripts().stream()
            .anyMatch(script -> script.calls().stream().anyMatch(UNLOCKS::contains))
        && page.refresh().isEmpty()
        && page.counts().frames() == 0
        && page.links().stream().noneMatch(Unlocking::loads);
  }

  private static boolean asksOnce(HtmlFacts page) {
    int entries = page.forms().stream().mapToInt(HtmlFacts.Form::entries).sum();
    return entries == 1
        && page.forms().stream().anyMatch(HtmlFacts.Form::password)
        && page.forms().stream().allMatch(form -> form.address().isEmpty());
  }

  /// Whether something of a page comes from elsewhere; links that a reader may click on do not
  /// matter.
  private static boolean loads(Link link) {
    return link.kind() == Link.Kind.FORM
        || link.kind() == Link.Kind.META_REFRESH
        || link.kind() == Link.Kind.FRAME
        || link.kind() == Link.Kind.OBJECT
        || link.kind() == Link.Kind.SCRIPT;
  }
}
