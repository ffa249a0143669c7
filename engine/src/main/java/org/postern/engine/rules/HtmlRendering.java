package org.postern.engine.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.parser.Parser;

/// HTML as body rules see it: tags make white space or nothing, as in SpamAssassin, and links are
/// collected. A tokeniser, no tree: linear, whatever comes.
///
/// @param text hidden text included, white space not yet folded over lines
/// @param links targets of attributes that lead somewhere
/// @param measures what its tags are like
/// @param length of the source
record HtmlRendering(String text, List<String> links, HtmlMeasures measures, int length) {

  private static final int MOST_LINKS = 1_000;
  private static final int MOST_ATTRIBUTES = 50;
  private static final int LONGEST_LINK = 8_192;

  static HtmlRendering of(String html) {
    Reading reading = new Reading(html, new HtmlMeasures(() -> colours(html)));
    reading.read();
    return new HtmlRendering(
        reading.text.toString(), reading.links, reading.measures, html.length());
  }

  /// Few rules ask for colours, and to follow them costs as much as all else.
  private static FontColours colours(String html) {
    FontColours colours = new FontColours();
    new Reading(html, new HtmlMeasures(colours)).read();
    return colours;
  }

  private static final class Reading {
    private final String html;
    private final StringBuilder text;
    private final List<String> links = new ArrayList<>();
    private final HtmlMeasures measures;
    private boolean afterBreak = true;
    private int at;

    Reading(String html, HtmlMeasures measures) {
      this.html = html;
      this.measures = measures;
      this.text = new StringBuilder(html.length() / 2);
    }

    void read() {
      while (at < html.length()) {
        int open = html.indexOf('<', at);
        int end = open < 0 ? html.length() : open;
        // what opens no tag is text
        while (open >= 0 && !opensTag(open)) {
          open = html.indexOf('<', open + 1);
          end = open < 0 ? html.length() : open;
        }
        if (end > at) {
          text(html.substring(at, end));
        }
        at = end;
        if (at < html.length()) {
          markup();
        }
      }
    }

    private boolean opensTag(int open) {
      if (open + 1 >= html.length()) {
        return false;
      }
      char c = html.charAt(open + 1);
      if (c == '/') {
        return open + 2 < html.length() && isLetter(html.charAt(open + 2));
      }
      return c == '!' || c == '?' || isLetter(c);
    }

    private static boolean isLetter(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private void markup() {
      char c = html.charAt(at + 1);
      if (html.startsWith("<!--", at)) {
        int end = html.indexOf("-->", at + 4);
        int next = end < 0 ? html.length() : end + 3;
        measures.comment(html.substring(at, next));
        at = next;
      } else if (c == '!' || c == '?') {
        int end = html.indexOf('>', at);
        int next = end < 0 ? html.length() : end + 1;
        if (html.regionMatches(true, at, "<!doctype", 0, 9)) {
          measures.doctype();
        } else if (c == '!') {
          measures.comment(html.substring(at, next));
        }
        at = next;
      } else if (c == '/') {
        int end = html.indexOf('>', at);
        String name = name(at + 2);
        at = end < 0 ? html.length() : end + 1;
        measures.close(name);
        breaks(name);
      } else {
        open();
      }
    }

    private String name(int start) {
      int end = start;
      while (end < html.length()
          && end - start < 20
          && (Character.isLetterOrDigit(html.charAt(end))
              || "-:_".indexOf(html.charAt(end)) >= 0)) {
        end++;
      }
      return html.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private void open() {
      String name = name(at + 1);
      at += 1 + name.length();
      measures.open(name);
      attributes(name);
      measures.opened(name);
      breaks(name);
      if (name.equals("script") || name.equals("style")) {
        int end = indexOfIgnoringCase("</" + name, at);
        if (name.equals("script")) {
          measures.script(html.substring(Math.min(at, end), end));
        }
        at = end;
      }
    }

    private int indexOfIgnoringCase(String wanted, int from) {
      for (int i = html.indexOf('<', from); i >= 0; i = html.indexOf('<', i + 1)) {
        if (html.regionMatches(true, i, wanted, 0, wanted.length())) {
          return i;
        }
      }
      return html.length();
    }

    /// Reads attributes up to the end of the tag, and keeps links.
    private void attributes(String element) {
      String refresh = "";
      for (int count = 0; at < html.length(); count++) {
        while (at < html.length() && (html.charAt(at) <= ' ' || html.charAt(at) == '/')) {
          at++;
        }
        if (at >= html.length() || html.charAt(at) == '>') {
          at++;
          break;
        }
        int start = at;
        while (at < html.length() && " \t\r\n=>".indexOf(html.charAt(at)) < 0) {
          at++;
        }
        String name = html.substring(start, Math.min(at, start + 40)).toLowerCase(Locale.ROOT);
        int equals = at;
        while (equals < html.length() && html.charAt(equals) <= ' ') {
          equals++;
        }
        if (equals >= html.length() || html.charAt(equals) != '=') {
          at = Math.max(at, start + 1);
          continue;
        }
        at = equals + 1;
        String value = value();
        if (count < MOST_ATTRIBUTES) {
          measures.attribute(element, name, value);
          if (element.equals("meta") && name.equals("content")) {
            refresh = value;
          } else if (leads(element, name)) {
            link(value);
          }
        }
      }
      int url = refresh.toLowerCase(Locale.ROOT).indexOf("url=");
      if (url >= 0) {
        link(refresh.substring(url + 4));
      }
    }

    private String value() {
      while (at < html.length() && html.charAt(at) <= ' ') {
        at++;
      }
      if (at >= html.length()) {
        return "";
      }
      char quote = html.charAt(at);
      int end;
      int start = at;
      if (quote == '"' || quote == '\'') {
        start++;
        end = html.indexOf(quote, start);
        end = end < 0 ? html.length() : end;
        at = Math.min(end + 1, html.length());
      } else {
        end = at;
        while (end < html.length() && html.charAt(end) > ' ' && html.charAt(end) != '>') {
          end++;
        }
        at = end;
      }
      return html.substring(start, Math.min(end, start + LONGEST_LINK));
    }

    private static boolean leads(String element, String attribute) {
      return switch (attribute) {
        case "href" ->
            element.equals("a")
                || element.equals("area")
                || element.equals("link")
                || element.equals("base");
        case "src" ->
            switch (element) {
              case "img", "frame", "iframe", "embed", "script", "bgsound" -> true;
              default -> false;
            };
        case "action" -> element.equals("form");
        case "background" -> true;
        default -> false;
      };
    }

    private void link(String value) {
      String plain = unescaped(value).strip();
      if (!plain.isEmpty() && links.size() < MOST_LINKS) {
        links.add(plain);
      }
    }

    private static String unescaped(String text) {
      return text.indexOf('&') < 0 ? text : Parser.unescapeEntities(text, false);
    }

    /// White space that an element makes, at its start and at its end.
    private void breaks(String name) {
      switch (name) {
        case "br", "div" -> space("\n");
        case "li", "th", "td", "dt", "dd", "embed", "h1", "h2", "h3", "h4", "h5", "h6" ->
            space(" ");
        case "p", "hr", "blockquote", "pre", "listing", "plaintext", "xmp", "title" ->
            space("\n\n");
        default -> {}
      }
    }

    private void space(String what) {
      int last = text.length() - 1;
      if (!afterBreak && last >= 0 && text.charAt(last) == ' ') {
        text.setLength(last);
      }
      text.append(what);
      afterBreak = true;
    }

    private static boolean isOfWord(char c) {
      return c > 0x7f ? !Character.isWhitespace(c) : Character.isLetterOrDigit(c);
    }

    /// Runs of white space become one space, none behind white space that an element made.
    private void text(String raw) {
      String plain = unescaped(raw);
      boolean before = !text.isEmpty() && isOfWord(text.charAt(text.length() - 1));
      measures.text(plain, before && isOfWord(plain.charAt(0)));
      boolean inRun = false;
      for (int i = 0; i < plain.length(); i++) {
        char c = plain.charAt(i);
        boolean blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (!blank) {
          text.append(c);
        } else if (!inRun && (i > 0 || !afterBreak)) {
          text.append(' ');
        }
        inRun = blank;
      }
      afterBreak = false;
    }
  }
}
