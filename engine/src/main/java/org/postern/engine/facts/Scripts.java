package org.postern.engine.facts;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.facts.HtmlFacts.Script;

/// Reads what stands in scripts, without running them.
final class Scripts {

  private static final int LONGEST = 300_000;
  private static final List<String> CALLS =
      List.of(
          "atob",
          "btoa",
          "unescape",
          "decodeuricomponent",
          "eval(",
          "function(",
          "new blob",
          "createobjecturl",
          "mssaveoropenblob",
          "mssaveblob",
          "document.write",
          "innerhtml",
          "outerhtml",
          "insertadjacenthtml",
          "fromcharcode",
          "charcodeat",
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
          ".download",
          "setattribute",
          "xmlhttprequest",
          "fetch(",
          "$.ajax",
          "$.post",
          "activexobject",
          "wscript",
          "new function",
          "settimeout(",
          "debugger",
          "import(",
          "createelement('script",
          "createelement(\"script",
          "api.telegram.org",
          "cryptojs",
          ".replace(",
          ".reverse(",
          "serviceworker",
          "decrypt(",
          "crypto.subtle",
          "sjcl",
          "pbkdf2",
          ".submit(",
          ".action",
          ".src",
          "sendbeacon",
          "websocket",
          "new image");

  /// The name of a property in pieces.
  private static final Pattern PIECES =
      Pattern.compile("\\[\\s?[\"'`][a-z]{1,20}[\"'`]\\s?\\+\\s?[\"'`][a-z]{1,20}[\"'`]");

  private Scripts() {}

  static Script read(String source, String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    String lower = cut.toLowerCase(Locale.ROOT);
    Set<String> calls = new HashSet<>();
    for (String call : CALLS) {
      if (lower.contains(call)) {
        calls.add(call.replace("(", "").strip());
      }
    }
    if (PIECES.matcher(lower).find()) {
      calls.add(Script.GLUED);
    }
    return new Script(source, text.length(), cut.length() == text.length(), calls, blob(cut));
  }

  /// The longest run of base64, hex or percent-encoded text.
  private static int blob(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/'
              || c == '='
              || c == '%'
              || c == '\\';
      run = digit ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
