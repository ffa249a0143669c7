package org.postern.engine.follow;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/// Where a small page leads by itself: `<meta http-equiv=refresh>`, or a script that sets the
/// location to a text.
///
/// Pure.
final class PageRedirect {

  private static final Pattern SCRIPT =
      Pattern.compile(
          "\\blocation(?:\\.href)?\\s{0,8}(?:=\\s{0,8}|\\.(?:replace|assign)\\(\\s{0,8})"
              + "[\"'](https?:(?://|\\\\/\\\\/)[^\"'\\s<>]{4,2000})[\"']");
  private static final int LONGEST = 4_096;

  private PageRedirect() {}

  static Optional<String> in(String html) {
    for (Element meta : Jsoup.parse(html).select("meta[http-equiv]")) {
      if (meta.attr("http-equiv").strip().equalsIgnoreCase("refresh")) {
        Optional<String> target = refresh(meta.attr("content"));
        if (target.isPresent()) {
          return target;
        }
      }
    }
    Matcher script = SCRIPT.matcher(html);
    return script.find() ? Optional.of(script.group(1).replace("\\/", "/")) : Optional.empty();
  }

  /// `0; url=https://example.org/`, of the field of the header too.
  static Optional<String> refresh(String content) {
    String text = content.length() > LONGEST ? content.substring(0, LONGEST) : content;
    int at = text.toLowerCase(Locale.ROOT).indexOf("url");
    int equals = at < 0 ? -1 : text.indexOf('=', at);
    if (equals < 0 || !text.substring(at + 3, equals).isBlank()) {
      return Optional.empty();
    }
    String target = text.substring(equals + 1).strip();
    if (!target.isEmpty() && (target.charAt(0) == '"' || target.charAt(0) == '\'')) {
      int end = target.indexOf(target.charAt(0), 1);
      target = target.substring(1, end < 0 ? target.length() : end);
    }
    return target.isEmpty() ? Optional.empty() : Optional.of(target);
  }
}
